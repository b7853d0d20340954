package dev.tenantmfa.it.assurance;

import dev.tenantmfa.it.KeycloakIntegration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static dev.tenantmfa.it.assurance.Holder.APP;
import static dev.tenantmfa.it.assurance.Holder.NO_FACTOR;
import static dev.tenantmfa.it.assurance.Holder.PENDING_UPDATE_PASSWORD;
import static dev.tenantmfa.it.assurance.Holder.PENDING_VERIFY_EMAIL;
import static dev.tenantmfa.it.assurance.LoginMethod.*;
import static dev.tenantmfa.it.assurance.Policy.ALL;
import static dev.tenantmfa.it.assurance.Policy.ALL_AND_DEMANDED;

/** The consent page, called without the code of its session, ends no login; in both modes of the gate. */
@KeycloakIntegration
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsentAttacksIT extends AttacksByName {
    /** CVE-2026-133221. */
    @Test
    void consentWithoutSessionCodeDoesNotSkipTheSetup() {
        for (LoginMethod method : new LoginMethod[] {BROWSER, IMPLICIT, HYBRID}) {
            check(method, Trick.CONSENT, NO_FACTOR, ALL);
            check(method, Trick.CONSENT, NO_FACTOR, ALL_AND_DEMANDED);
        }
    }

    /** CVE-2026-133221. */
    @Test
    void consentWithoutSessionCodeGivesADeviceNoTokens() {
        check(DEVICE, Trick.CONSENT, NO_FACTOR, ALL);
        check(DEVICE, Trick.CONSENT, NO_FACTOR, ALL_AND_DEMANDED);
    }

    /** CVE-2026-133221. */
    @Test
    void consentWithoutSessionCodeGivesNoSamlAssertion() {
        check(SAML_POST, Trick.CONSENT, NO_FACTOR, ALL);
        check(SAML_POST, Trick.CONSENT, NO_FACTOR, ALL_AND_DEMANDED);
    }

    /** CVE-2026-133221. */
    @Test
    void consentWithoutSessionCodeDoesNotSkipTheVerificationOfTheAddress() {
        check(BROWSER, Trick.CONSENT, PENDING_VERIFY_EMAIL, Policy.NONE);
    }

    /** CVE-2026-133221. */
    @Test
    void consentWithoutSessionCodeDoesNotSkipTheNewPassword() {
        check(BROWSER, Trick.CONSENT, PENDING_UPDATE_PASSWORD, Policy.NONE);
    }

    /** CVE-2026-133221, behind a mail link that has no first factor. */
    @Test
    void consentWithoutSessionCodeMakesNoLoginOfAMailLink() {
        check(EXECUTE_ACTIONS, Trick.CONSENT, NO_FACTOR, ALL);
        check(EXECUTE_ACTIONS, Trick.CONSENT, APP, ALL);
        run.check(new Cell(EXECUTE_ACTIONS, Trick.CONSENT, APP, Policy.NONE, Gate.STRICT));
        run.check(new Cell(EXECUTE_ACTIONS, Trick.CONSENT, NO_FACTOR, Policy.NONE, Gate.STRICT));
    }
}
