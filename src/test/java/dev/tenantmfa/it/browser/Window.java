package dev.tenantmfa.it.browser;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** How a {@code Page} parameter's browser differs from the usual one. */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface Window {
    /** Whether scripts run. */
    boolean javaScript() default true;

    /** The language that the browser asks for. */
    String language() default "en";

    /** Width in CSS pixels; 320 is what WCAG 2.2 (1.4.10) wants pages to fit into. */
    int width() default 1280;
}
