package dev.tenantmfa.headless.waiting;

/** A request that is refused before anything came of it. */
public final class OAuthRefusal extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient OAuthError error;
    private final transient String eventError;

    /** @param eventError for the event; empty where Keycloak has written one */
    public OAuthRefusal(OAuthError error, String eventError) {
        super(error.error(), null, false, false);
        this.error = error;
        this.eventError = eventError;
    }

    public OAuthError error() {
        return error;
    }

    public String eventError() {
        return eventError;
    }
}
