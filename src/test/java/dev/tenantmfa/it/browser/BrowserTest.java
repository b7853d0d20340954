package dev.tenantmfa.it.browser;

import dev.tenantmfa.it.KeycloakIntegration;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A {@link KeycloakIntegration} test that looks at pages.
 *
 * <p>Each parameter of type {@link com.microsoft.playwright.Page} is a window of a browser of its own: nothing is
 * shared with other tests or with the other windows of the same one ({@code page.context().newPage()} makes a second
 * tab). Windows are closed after the test; when it failed, what they showed lies in {@code target/screenshots}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@KeycloakIntegration
@ExtendWith(BrowserExtension.class)
public @interface BrowserTest {}
