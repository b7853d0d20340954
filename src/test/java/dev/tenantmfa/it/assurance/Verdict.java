package dev.tenantmfa.it.assurance;

/** What a combination must end in. */
enum Verdict {
    TOKENS(Outcome.Kind.TOKENS),
    /** {@code invalid_grant}, "A second factor is required for {tenant}." */
    REFUSED(Outcome.Kind.REFUSED),
    ASKED_CODE(Outcome.Kind.CODE),
    ASKED_SETUP(Outcome.Kind.SETUP),
    /** A required action of Keycloak. */
    ASKED_ACTION(Outcome.Kind.ACTION),
    /** Anything but tokens. */
    NO_TOKENS(null),
    /** What Keycloak does by itself; this extension promises nothing. */
    KEYCLOAKS_OWN(null),
    /** The combination cannot exist. */
    NOT_APPLICABLE(null);

    private final Outcome.Kind exactly;

    Verdict(Outcome.Kind exactly) {
        this.exactly = exactly;
    }

    boolean isTested() {
        return this != KEYCLOAKS_OWN && this != NOT_APPLICABLE;
    }

    /** With a trick, only the tokens matter: where the attacker ends instead is nobody's promise. */
    boolean allows(Outcome outcome, Trick trick) {
        if (this == TOKENS) {
            return outcome.isTokens();
        }
        return !outcome.isTokens() && (exactly == null || trick != Trick.NONE || outcome.kind() == exactly);
    }
}
