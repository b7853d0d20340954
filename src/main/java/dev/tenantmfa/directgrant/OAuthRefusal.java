package dev.tenantmfa.directgrant;

/** A request that is refused before anything came of it. */
final class OAuthRefusal extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient OAuthError error;
    private final transient String eventError;

    /** @param eventError for the event; empty where Keycloak has written one */
    OAuthRefusal(OAuthError error, String eventError) {
        super(error.error(), null, false, false);
        this.error = error;
        this.eventError = eventError;
    }

    OAuthError error() {
        return error;
    }

    String eventError() {
        return eventError;
    }
}
