package dev.tenantmfa.assurance.flow;

import java.util.Map;
import java.util.Set;

/** What a step of a flow does, as far as a second factor depends on it. */
public enum StepKind {
    /** Decides whether the sub-flow that it is in runs. */
    CONDITION,
    /** Single sign-on. */
    COOKIE,
    /** A first factor, or what may be one: any step that is not known. */
    FIRST_FACTOR,
    /** Leads to an identity provider, or lets the next step try. */
    REDIRECT,
    /** Finds the user and proves nothing. */
    USER,
    /** Asks for one of Keycloak's own second factors. */
    BUILT_IN_FACTOR,
    /** Sets up or removes Keycloak's own second factors in the reset of a password. */
    BUILT_IN_RESET,
    /** Sets a new password in the reset of a password. */
    NEW_PASSWORD,
    /** The second factor of this extension. */
    SECOND_FACTOR,
    /** Checks the tenant. */
    TENANT_ACCESS,
    /** Does not authenticate anybody. */
    OTHER,
    /** The server has no such provider. */
    MISSING;

    public static final String SECOND_FACTOR_STEP = "tmfa-second-factor";
    static final String GRANT_PASSWORD_STEP = "direct-grant-validate-password";
    public static final String GRANT_CODE_STEP = "tmfa-direct-grant-code";
    public static final String TENANT_ACCESS_STEP = "tmfa-tenant-access";
    public static final String GRANT_USER_STEP = "tmfa-direct-grant-user";
    public static final String SIGN_IN_STEP = "tmfa-tenant-login-form";

    /** Keycloak's own steps that ask for a second factor, with the method of each; empty if it has several. */
    private static final Map<String, String> BUILT_IN = Map.of(
            "auth-otp-form", "",
            "auth-conditional-otp-form", "",
            "conditional-otp-form", "",
            "auth-recovery-authn-code-form", "",
            "webauthn-authenticator", "security-key",
            "direct-grant-validate-otp", "",
            "basic-auth-otp", "");

    private static final Set<String> USERS = Set.of(
            "auth-username-form",
            "direct-grant-validate-username",
            GRANT_USER_STEP,
            "reset-credentials-choose-user",
            "idp-create-user-if-unique",
            "idp-detect-existing-broker-user",
            "idp-auto-link");

    private static final Set<String> OTHERS = Set.of(
            "allow-access-authenticator",
            "deny-access-authenticator",
            "user-session-limits",
            "idp-review-profile",
            "idp-add-organization-member",
            "idp-confirm-link",
            "idp-confirm-override-link",
            "registration-password-action",
            "registration-recaptcha-action",
            "registration-recaptcha-enterprise",
            "registration-terms-and-conditions",
            "tmfa-registration-tenant");

    /** Of a step that the server has and that is not a condition. */
    public static StepKind of(String authenticator) {
        if (BUILT_IN.containsKey(authenticator)) {
            return BUILT_IN_FACTOR;
        }
        if (USERS.contains(authenticator)) {
            return USER;
        }
        if (OTHERS.contains(authenticator)) {
            return OTHER;
        }
        return switch (authenticator) {
            // The step for organizations logs users in who have a session; else it redirects, or lets the next step
            // try.
            case "auth-cookie", "organization" -> COOKIE;
            case "identity-provider-redirector" -> REDIRECT;
            case "reset-otp" -> BUILT_IN_RESET;
            case "reset-password" -> NEW_PASSWORD;
            case SECOND_FACTOR_STEP, GRANT_CODE_STEP -> SECOND_FACTOR;
            case TENANT_ACCESS_STEP -> TENANT_ACCESS;
            default -> FIRST_FACTOR;
        };
    }

    /** The method that one of Keycloak's own steps asks for; empty if it asks for codes. */
    public static String methodOf(String authenticator) {
        return BUILT_IN.getOrDefault(authenticator, "");
    }
}
