package dev.tenantmfa.it.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The one browser of a run. */
public final class Chromium implements AutoCloseable {
    static final String HOW_TO_GET_ONE = """
            No Chromium was found. Install one (Debian, Ubuntu: apt-get install chromium), or set BROWSER_PATH to one, \
            or let Playwright fetch its own:
              ./mvnw test-compile exec:java -Dexec.classpathScope=test \
            -Dexec.mainClass=com.microsoft.playwright.CLI -Dexec.args="install chromium\"""";

    /** It has no windows, and needs a quarter of the processor time of the others. */
    private static final String SHELL = "/usr/lib/chromium/chromium-headless-shell";

    private static final List<String> USUAL_PLACES =
            List.of(SHELL, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");

    private static final boolean VISIBLE = Boolean.getBoolean("browser.visible");

    private final Playwright playwright;
    private final Browser browser;

    private Chromium(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    /** Starts the browser; empty when this machine has none. */
    public static Optional<Chromium> launch() {
        // A test run fetches nothing behind one's back.
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Optional<Path> executable = find(playwright);
        if (executable.isEmpty()) {
            playwright.close();
            return Optional.empty();
        }
        Browser browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(executable.get())
                        // Chromium refuses to run as root with its sandbox, as in most containers.
                        .setChromiumSandbox(!System.getProperty("user.name").equals("root"))
                        .setHeadless(!VISIBLE));
        return Optional.of(new Chromium(playwright, browser));
    }

    public Browser browser() {
        return browser;
    }

    @Override
    public void close() {
        playwright.close();
    }

    private static Optional<Path> find(Playwright playwright) {
        Stream<String> named = Stream.of(System.getProperty("BROWSER_PATH"), System.getenv("BROWSER_PATH"))
                .filter(Objects::nonNull);
        Stream<String> others = Stream.concat(Stream.of(playwright.chromium().executablePath()), USUAL_PLACES.stream());
        return Stream.concat(named, others)
                .filter(place -> !VISIBLE || !place.equals(SHELL))
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }
}
