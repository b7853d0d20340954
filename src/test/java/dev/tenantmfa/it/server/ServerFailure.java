package dev.tenantmfa.it.server;

/** Keycloak could not be built, started or kept running; the message says why and shows the end of its log. */
public final class ServerFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ServerFailure(String message) {
        super(message);
    }
}
