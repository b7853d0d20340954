package dev.tenantmfa.it.assurance;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

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

/** The combinations of the table that cannot exist. */
final class ImpossibleRows {
    private static final Set<LoginMethod> WITHOUT_PAGES = EnumSet.of(
            PROMPT_NONE,
            SAML_ECP,
            DOCKER,
            CIBA,
            JWT_BEARER,
            PASSWORD_GRANT,
            MFA_OTP,
            MFA_RECOVERY_CODE,
            MFA_OOB,
            CHALLENGE_ENDPOINT,
            REFRESH,
            OFFLINE,
            TOKEN_EXCHANGE,
            UMA_TICKET);
    private static final Set<LoginMethod> WITH_MAIL = EnumSet.of(RESET_PASSWORD, VERIFY_EMAIL, FIRST_BROKER_LOGIN);

    static final List<Row> ROWS = List.of(
            row(NOT_APPLICABLE, "there is no page to play a trick on")
                    .methods(WITHOUT_PAGES)
                    .anyTrick(),
            row(NOT_APPLICABLE, "only these have a mail with a link beside the browser of the login")
                    .methods(EnumSet.complementOf(EnumSet.copyOf(WITH_MAIL)))
                    .tricks(FRESH_BROWSER),
            row(NOT_APPLICABLE, "an account that a tenant made has no session before its actions are done")
                    .methods(Verdicts.OLD_SESSIONS)
                    .holders(PENDING_VERIFY_EMAIL, PENDING_UPDATE_PASSWORD),
            row(NOT_APPLICABLE, "who registers is new")
                    .methods(REGISTRATION, INVITATION_OF_STRANGER)
                    .holders(APP, SECURITY_KEY, PENDING_VERIFY_EMAIL, PENDING_UPDATE_PASSWORD),
            row(NOT_APPLICABLE, "registration founds a tenant, which has no policy yet")
                    .methods(REGISTRATION)
                    .policies(IN_GRACE, ALL, ALL_AND_DEMANDED),
            row(NOT_APPLICABLE, "an administrator demands nothing from an account that does not exist")
                    .methods(INVITATION_OF_STRANGER)
                    .policies(ALL_AND_DEMANDED),
            row(NOT_APPLICABLE, "an account that a tenant made is a member already")
                    .methods(INVITATION_OF_USER)
                    .holders(PENDING_VERIFY_EMAIL, PENDING_UPDATE_PASSWORD),
            row(NOT_APPLICABLE, "the password grant gives tokens, and no mfa_token")
                    .methods(Verdicts.MFA_GRANTS)
                    .holders(NO_FACTOR)
                    .policies(Policy.NONE, IN_GRACE),
            row(NOT_APPLICABLE, "nothing is asked that a trick could skip")
                    .methods(IMPERSONATION, REGISTRATION, INVITATION_OF_USER)
                    .anyTrick(),
            row(NOT_APPLICABLE, "nothing is asked that a trick could skip")
                    .methods(
                            BROWSER,
                            IMPLICIT,
                            HYBRID,
                            IDENTITY_PROVIDER,
                            RESET_PASSWORD,
                            FIRST_BROKER_LOGIN,
                            INVITATION_OF_STRANGER,
                            DEVICE,
                            SAML_POST)
                    .tricks(CONSENT, Trick.RESTART, Trick.BACK, Trick.SECOND_TAB, Trick.OTHER_EXECUTION)
                    .holders(NO_FACTOR)
                    .policies(Policy.NONE, IN_GRACE),
            row(NOT_APPLICABLE, "nothing is asked that a trick could skip")
                    .methods(RESET_PASSWORD)
                    .tricks(CONSENT, Trick.RESTART, Trick.BACK, Trick.SECOND_TAB, Trick.OTHER_EXECUTION)
                    .holders(PENDING_VERIFY_EMAIL, PENDING_UPDATE_PASSWORD)
                    .policies(Policy.NONE, IN_GRACE),
            row(NOT_APPLICABLE, "nothing is asked that a trick could skip")
                    .methods(FIRST_BROKER_LOGIN)
                    .tricks(CONSENT, Trick.RESTART, Trick.BACK, Trick.SECOND_TAB, Trick.OTHER_EXECUTION)
                    .holders(PENDING_VERIFY_EMAIL)
                    .policies(Policy.NONE, IN_GRACE),
            row(NOT_APPLICABLE, "nothing is asked that a trick could skip")
                    .methods(SINGLE_SIGN_ON)
                    .anyTrick()
                    .policies(Policy.NONE, IN_GRACE));

    private ImpossibleRows() {}
}
