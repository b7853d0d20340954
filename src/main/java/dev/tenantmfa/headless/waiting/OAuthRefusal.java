package dev.tenantmfa.headless.waiting;

/** Thrown when a request is refused before it has any effect. */
public final class OAuthRefusal extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Denial denial;
    private final transient String eventError;

    /** @param eventError for the event; empty where Keycloak has written one */
    public OAuthRefusal(Denial denial, String eventError) {
        super(denial.error(), null, false, false);
        this.denial = denial;
        this.eventError = eventError;
    }

    public Denial denial() {
        return denial;
    }

    public String eventError() {
        return eventError;
    }
}
