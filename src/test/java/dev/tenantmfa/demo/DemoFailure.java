package dev.tenantmfa.demo;

/** Why the demo does not run, in words for the person who started it. Without a stack trace, which would hide them. */
final class DemoFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DemoFailure(String message) {
        super(message, null, false, false);
    }
}
