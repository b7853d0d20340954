package dev.tenantmfa.it.assurance;

/** A way to tokens, to a SAML assertion or to a Docker token. */
enum LoginMethod {
    BROWSER(Kind.PAGES),
    /** Tokens in the answer of the authorization endpoint, without a code. */
    IMPLICIT(Kind.PAGES),
    /** A code, and an ID token in the answer of the authorization endpoint. */
    HYBRID(Kind.PAGES),
    SINGLE_SIGN_ON(Kind.OLD_SESSION),
    PROMPT_NONE(Kind.OLD_SESSION),
    STEP_UP(Kind.OLD_SESSION),
    IDENTITY_PROVIDER(Kind.PAGES),
    FIRST_BROKER_LOGIN(Kind.PAGES),
    RESET_PASSWORD(Kind.PAGES),
    REGISTRATION(Kind.PAGES),
    /** An invitation whose recipient registers. */
    INVITATION_OF_STRANGER(Kind.PAGES),
    /** An invitation whose recipient has an account already. */
    INVITATION_OF_USER(Kind.PAGES),
    EXECUTE_ACTIONS(Kind.PAGES),
    VERIFY_EMAIL(Kind.PAGES),
    DEVICE(Kind.PAGES),
    IMPERSONATION(Kind.PAGES),
    SAML_POST(Kind.PAGES),
    SAML_ECP(Kind.DIRECT),
    DOCKER(Kind.DIRECT),
    CIBA(Kind.DIRECT),
    /** The assertion of a trusted issuer (RFC 7523). */
    JWT_BEARER(Kind.DIRECT),
    PASSWORD_GRANT(Kind.DIRECT),
    MFA_OTP(Kind.DIRECT),
    MFA_RECOVERY_CODE(Kind.DIRECT),
    MFA_OOB(Kind.DIRECT),
    CHALLENGE_ENDPOINT(Kind.DIRECT),
    REFRESH(Kind.OLD_SESSION),
    OFFLINE(Kind.OLD_SESSION),
    TOKEN_EXCHANGE(Kind.OLD_SESSION),
    /** A requesting party token for an access token (UMA 2.0). */
    UMA_TICKET(Kind.OLD_SESSION);

    private enum Kind {
        /** A fresh login in a browser. */
        PAGES,
        /** A fresh login without pages. */
        DIRECT,
        /** Goes on with a session that was opened by the password, before there was a policy or a second factor. */
        OLD_SESSION
    }

    private final Kind kind;

    LoginMethod(Kind kind) {
        this.kind = kind;
    }

    boolean hasPages() {
        return kind == Kind.PAGES || this == SINGLE_SIGN_ON || this == PROMPT_NONE || this == STEP_UP;
    }

    boolean usesOldSession() {
        return kind == Kind.OLD_SESSION;
    }
}
