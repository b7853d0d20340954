package dev.tenantmfa.it.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Hands out windows of the one {@link Chromium} of a run. */
final class BrowserExtension implements BeforeAllCallback, AfterTestExecutionCallback, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(BrowserExtension.class);
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final double PATIENCE_MILLIS = 60_000;

    @Override
    public void beforeAll(ExtensionContext context) {
        if (chromium(context).isEmpty()) {
            if (Boolean.parseBoolean(System.getenv("CI"))) {
                throw new IllegalStateException(Chromium.HOW_TO_GET_ONE);
            }
            Assumptions.abort(Chromium.HOW_TO_GET_ONE);
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Page.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Browser.NewContextOptions options = new Browser.NewContextOptions();
        Optional<Window> window = parameter.findAnnotation(Window.class);
        options.setLocale(window.map(Window::language).orElse("en"));
        options.setJavaScriptEnabled(window.map(Window::javaScript).orElse(true));
        options.setViewportSize(window.map(Window::width).orElse(1280), 900);
        BrowserContext browserContext =
                chromium(context).orElseThrow().browser().newContext(options);
        browserContext.setDefaultTimeout(PATIENCE_MILLIS);
        // Playwright's own 5 seconds are short where a busy machine hashes eight backup codes.
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        windows(context).contexts.add(browserContext);
        return browserContext.newPage();
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        if (context.getExecutionException().isPresent()) {
            String name = context.getRequiredTestClass().getSimpleName() + "."
                    + context.getRequiredTestMethod().getName();
            windows(context).photograph(name);
        }
    }

    private static Windows windows(ExtensionContext context) {
        return context.getStore(NAMESPACE).computeIfAbsent(Windows.class, key -> new Windows(), Windows.class);
    }

    private static Optional<Chromium> chromium(ExtensionContext context) {
        // Where classes run in several processes, each is an execution of its own, with a root of its own.
        return context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
                .computeIfAbsent(Started.class, key -> new Started(Chromium.launch()), Started.class)
                .chromium();
    }

    private record Started(Optional<Chromium> chromium) implements AutoCloseable {
        @Override
        public void close() {
            chromium.ifPresent(Chromium::close);
        }
    }

    private static final class Windows implements AutoCloseable {
        private final List<BrowserContext> contexts = new ArrayList<>();

        void photograph(String name) {
            int number = 0;
            for (BrowserContext context : contexts) {
                for (Page page : context.pages()) {
                    page.screenshot(new Page.ScreenshotOptions()
                            .setFullPage(true)
                            .setPath(SCREENSHOTS.resolve(name + "-" + ++number + ".png")));
                }
            }
        }

        @Override
        public void close() {
            contexts.forEach(BrowserContext::close);
        }
    }
}
