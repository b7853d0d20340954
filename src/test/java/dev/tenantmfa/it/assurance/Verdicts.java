package dev.tenantmfa.it.assurance;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import static dev.tenantmfa.it.assurance.Gate.POLICY;
import static dev.tenantmfa.it.assurance.Gate.STRICT;
import static dev.tenantmfa.it.assurance.Holder.APP;
import static dev.tenantmfa.it.assurance.Holder.NO_FACTOR;
import static dev.tenantmfa.it.assurance.Holder.PENDING_UPDATE_PASSWORD;
import static dev.tenantmfa.it.assurance.Holder.PENDING_VERIFY_EMAIL;
import static dev.tenantmfa.it.assurance.Holder.SECURITY_KEY;
import static dev.tenantmfa.it.assurance.LoginMethod.*;
import static dev.tenantmfa.it.assurance.Policy.ALL;
import static dev.tenantmfa.it.assurance.Policy.ALL_AND_DEMANDED;
import static dev.tenantmfa.it.assurance.Policy.IN_GRACE;
import static dev.tenantmfa.it.assurance.Row.row;
import static dev.tenantmfa.it.assurance.Trick.CONSENT;
import static dev.tenantmfa.it.assurance.Trick.FRESH_BROWSER;
import static dev.tenantmfa.it.assurance.Verdict.*;

/** The table. The first row that matches a combination has its verdict. */
final class Verdicts {
    static final Set<LoginMethod> OLD_SESSIONS =
            EnumSet.of(SINGLE_SIGN_ON, PROMPT_NONE, STEP_UP, REFRESH, OFFLINE, TOKEN_EXCHANGE, UMA_TICKET);
    static final Set<LoginMethod> MFA_GRANTS = EnumSet.of(MFA_OTP, MFA_RECOVERY_CODE, MFA_OOB);
    private static final Set<LoginMethod> FRESH_PAGES = EnumSet.of(
            BROWSER,
            IMPLICIT,
            HYBRID,
            IDENTITY_PROVIDER,
            FIRST_BROKER_LOGIN,
            RESET_PASSWORD,
            INVITATION_OF_STRANGER,
            VERIFY_EMAIL,
            DEVICE,
            SAML_POST);

    private static final List<Row> IMPERSONATED = List.of(
            row(KEYCLOAKS_OWN, "Keycloak shows its own required actions to the administrator")
                    .methods(IMPERSONATION)
                    .holders(PENDING_VERIFY_EMAIL, PENDING_UPDATE_PASSWORD),
            row(TOKENS, "the session passes the gate, and nobody enrols for somebody else")
                    .methods(IMPERSONATION));

    /** Docker and SAML ECP run flows that Keycloak has by itself, CIBA and JWT bearer none. */
    private static final List<Row> WITHOUT_OUR_STEPS = List.of(
            row(NO_TOKENS, "a tenant's account gets nothing before its actions are done")
                    .methods(SAML_ECP, DOCKER, CIBA, JWT_BEARER)
                    .holders(PENDING_VERIFY_EMAIL, PENDING_UPDATE_PASSWORD),
            row(NO_TOKENS, "the administrator's demand is open")
                    .methods(SAML_ECP, DOCKER, CIBA, JWT_BEARER)
                    .policies(ALL_AND_DEMANDED),
            row(REFUSED, "no evidence").methods(CIBA, JWT_BEARER).policies(ALL),
            row(REFUSED, "no step of ours ran in this login")
                    .methods(CIBA, JWT_BEARER)
                    .gates(STRICT),
            row(NO_TOKENS, "no evidence").methods(SAML_ECP, DOCKER).policies(ALL),
            row(NO_TOKENS, "no step of ours ran in this login")
                    .methods(SAML_ECP, DOCKER)
                    .gates(STRICT),
            row(TOKENS, "nothing is wired here, and no tenant demands anything yet")
                    .methods(SAML_ECP, DOCKER, CIBA, JWT_BEARER)
                    .gates(POLICY));

    /** The user got the second factor, where there is one, after the session had begun. */
    private static final List<Row> OF_OLD_SESSIONS = List.of(
            row(ASKED_SETUP, "the application asked for a level that needs a second factor")
                    .methods(STEP_UP)
                    .holders(NO_FACTOR),
            row(ASKED_CODE, "the application asked for a level that needs a second factor")
                    .methods(STEP_UP)
                    .holders(APP),
            row(NO_TOKENS, "the flow has no step that can ask for the key")
                    .methods(STEP_UP)
                    .holders(SECURITY_KEY),
            row(TOKENS, "nothing is demanded, and the factor is newer than the session")
                    .methods(OLD_SESSIONS)
                    .policies(Policy.NONE, IN_GRACE),
            row(REFUSED, "a policy reaches the sessions that were there before it")
                    .methods(REFRESH, OFFLINE, TOKEN_EXCHANGE, UMA_TICKET),
            row(NO_TOKENS, "there is something to ask, and the application does not want it")
                    .methods(PROMPT_NONE),
            row(ASKED_SETUP, "the policy counts at the next entry")
                    .methods(SINGLE_SIGN_ON)
                    .holders(NO_FACTOR),
            row(ASKED_CODE, "the policy counts at the next entry")
                    .methods(SINGLE_SIGN_ON)
                    .holders(APP),
            row(NO_TOKENS, "the flow has no step that can ask for the key")
                    .methods(SINGLE_SIGN_ON)
                    .holders(SECURITY_KEY));

    private static final List<Row> OF_MAIL_LINKS = List.of(
            row(KEYCLOAKS_OWN, "no tenant demands anything, and strict is off: CVE-2026-133221 as it is in Keycloak")
                    .methods(EXECUTE_ACTIONS)
                    .tricks(CONSENT)
                    .holders(NO_FACTOR, APP, SECURITY_KEY, PENDING_VERIFY_EMAIL)
                    .policies(Policy.NONE, IN_GRACE)
                    .gates(POLICY),
            // The link itself verifies the address, so nothing of PENDING_VERIFY_EMAIL is pending any more.
            row(NO_TOKENS, "a link proves a mailbox and nothing else").methods(EXECUTE_ACTIONS),
            row(KEYCLOAKS_OWN, "no tenant demands anything, and strict is off: Keycloak opens a session")
                    .methods(INVITATION_OF_USER)
                    .policies(Policy.NONE, IN_GRACE)
                    .gates(POLICY),
            row(NO_TOKENS, "a link proves a mailbox and nothing else").methods(INVITATION_OF_USER),
            row(NO_TOKENS, "a link that is opened elsewhere opens no session there")
                    .methods(VERIFY_EMAIL, FIRST_BROKER_LOGIN)
                    .tricks(FRESH_BROWSER),
            row(NO_TOKENS, "a link from a mail sets nothing up for an account that has a password")
                    .methods(FIRST_BROKER_LOGIN)
                    .tricks(Trick.NONE)
                    .holders(NO_FACTOR, PENDING_VERIFY_EMAIL, PENDING_UPDATE_PASSWORD)
                    .policies(ALL, ALL_AND_DEMANDED),
            row(NO_TOKENS, "a new password that is chosen elsewhere opens no session there")
                    .methods(RESET_PASSWORD)
                    .tricks(FRESH_BROWSER)
                    .holders(NO_FACTOR, PENDING_VERIFY_EMAIL, PENDING_UPDATE_PASSWORD)
                    .policies(Policy.NONE, IN_GRACE),
            row(ASKED_ACTION, "Keycloak verifies the address by a link of its own")
                    .methods(RESET_PASSWORD)
                    .tricks(Trick.NONE)
                    .holders(PENDING_VERIFY_EMAIL),
            row(KEYCLOAKS_OWN, "not an account that a tenant made: VERIFY_EMAIL is Keycloak's to hold")
                    .methods(VERIFY_EMAIL)
                    .tricks(CONSENT)
                    .holders(NO_FACTOR)
                    .policies(Policy.NONE, IN_GRACE));

    private static final List<Row> OF_FRESH_LOGINS = List.of(
            row(TOKENS, "a new user of a new tenant").methods(REGISTRATION),
            row(ASKED_CODE, "whoever has a factor is asked for it at each fresh login")
                    .methods(FRESH_PAGES)
                    .holders(APP),
            row(NO_TOKENS, "the password never lets in a user whose only factor is a security key")
                    .methods(FRESH_PAGES)
                    .holders(SECURITY_KEY),
            row(ASKED_SETUP, "the set-up comes before everything else")
                    .methods(FRESH_PAGES)
                    .policies(ALL, ALL_AND_DEMANDED),
            row(NO_TOKENS, "the address is not verified yet")
                    .methods(VERIFY_EMAIL)
                    .anyTrick(),
            row(TOKENS, "the link proved the address, and the password is set")
                    .methods(VERIFY_EMAIL)
                    .holders(NO_FACTOR, PENDING_VERIFY_EMAIL),
            row(TOKENS, "the link proved the address, and the password is set")
                    .methods(FIRST_BROKER_LOGIN)
                    .holders(PENDING_VERIFY_EMAIL),
            row(TOKENS, "the link proved the address, and the password was chosen in this login")
                    .methods(RESET_PASSWORD)
                    .holders(PENDING_VERIFY_EMAIL, PENDING_UPDATE_PASSWORD),
            row(ASKED_ACTION, "a tenant's account gets nothing before its actions are done")
                    .methods(FRESH_PAGES)
                    .holders(PENDING_VERIFY_EMAIL, PENDING_UPDATE_PASSWORD),
            row(TOKENS, "nothing is demanded").methods(FRESH_PAGES).holders(NO_FACTOR));

    private static final List<Row> OF_GRANTS = List.of(
            row(NO_TOKENS, "a tenant's account gets nothing before its actions are done")
                    .methods(PASSWORD_GRANT, CHALLENGE_ENDPOINT, MFA_OTP, MFA_RECOVERY_CODE, MFA_OOB)
                    .holders(PENDING_VERIFY_EMAIL, PENDING_UPDATE_PASSWORD),
            row(NO_TOKENS, "the password never lets in a user whose only factor is a security key")
                    .methods(PASSWORD_GRANT, CHALLENGE_ENDPOINT, MFA_OTP, MFA_RECOVERY_CODE, MFA_OOB)
                    .holders(SECURITY_KEY),
            row(NO_TOKENS, "the administrator's demand is open")
                    .methods(PASSWORD_GRANT, CHALLENGE_ENDPOINT, MFA_OTP, MFA_RECOVERY_CODE, MFA_OOB)
                    .policies(ALL_AND_DEMANDED),
            row(NO_TOKENS, "no message was sent").methods(MFA_OOB),
            row(NO_TOKENS, "there is no app yet, so no code of one is right")
                    .methods(MFA_OTP, MFA_RECOVERY_CODE)
                    .holders(NO_FACTOR),
            row(TOKENS, "password and code").methods(MFA_OTP, MFA_RECOVERY_CODE).holders(APP),
            row(ASKED_CODE, "whoever has a factor is asked for it at each fresh login")
                    .methods(PASSWORD_GRANT, CHALLENGE_ENDPOINT)
                    .holders(APP),
            row(ASKED_SETUP, "a set-up is demanded").methods(PASSWORD_GRANT).policies(ALL),
            row(NO_TOKENS, "a set-up is demanded").methods(CHALLENGE_ENDPOINT).policies(ALL),
            row(TOKENS, "nothing is demanded").methods(PASSWORD_GRANT, CHALLENGE_ENDPOINT));

    private static final List<Row> TABLE = joined();

    private Verdicts() {}

    static Row of(Cell cell) {
        return TABLE.stream()
                .filter(row -> row.matches(cell))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No row for " + cell));
    }

    static List<Row> table() {
        return TABLE;
    }

    private static List<Row> joined() {
        List<Row> rows = new ArrayList<>();
        List.of(
                        ImpossibleRows.ROWS,
                        IMPERSONATED,
                        WITHOUT_OUR_STEPS,
                        OF_OLD_SESSIONS,
                        OF_MAIL_LINKS,
                        OF_FRESH_LOGINS,
                        OF_GRANTS)
                .forEach(rows::addAll);
        return List.copyOf(rows);
    }
}
