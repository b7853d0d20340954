package dev.tenantmfa.it.browser;

import com.microsoft.playwright.Page;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** Watches a window: where its requests go, what its console says, and whether a script of others ran. */
final class ConsoleWatch {
    private final URI server;
    private final List<String> foreign = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();

    private ConsoleWatch(URI server) {
        this.server = server;
    }

    static ConsoleWatch on(Page page, URI server) {
        ConsoleWatch watch = new ConsoleWatch(server);
        page.onRequest(request -> {
            URI url = URI.create(request.url().replaceAll("[?#].*", ""));
            if (!"data".equals(url.getScheme())
                    && !"blob".equals(url.getScheme())
                    && !server.getAuthority().equals(url.getAuthority())) {
                watch.foreign.add(request.url());
            }
        });
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                watch.complaints.add(message.text());
            }
        });
        page.onPageError(watch.complaints::add);
        page.onDialog(dialog -> {
            watch.complaints.add("a script opened a dialog: " + dialog.message());
            dialog.dismiss();
        });
        return watch;
    }

    /** No request to another host, no violation of the policy, no error; answers that refuse a call are none. */
    void check() {
        assertThat(foreign).as("requests to other hosts than " + server).isEmpty();
        assertThat(complaints.stream().filter(text -> !text.startsWith("Failed to load resource")))
                .isEmpty();
    }
}
