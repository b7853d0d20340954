package dev.tenantmfa.it.wiring;

import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.assurance.SamlServiceProvider;
import java.util.List;
import java.util.Map;

/** Realms as companies have them. */
enum RealmShape {
    AS_KEYCLOAK_MAKES_THEM,

    WITH_ORGANIZATIONS,

    /** Another order, a first factor of somebody else, and all of Keycloak's own second factors. */
    FLOWS_CHANGED_BY_HAND {
        @Override
        void make(KeycloakServer keycloak, ExistingRealm realm) {
            realm.bind("browserFlow", realm.flow("own browser", """
                    ALTERNATIVE test-magic-link
                    ALTERNATIVE [own forms]
                      REQUIRED auth-username-password-form
                      CONDITIONAL [own second factors]
                        ALTERNATIVE auth-recovery-authn-code-form
                        REQUIRED conditional-user-configured
                        ALTERNATIVE webauthn-authenticator
                        ALTERNATIVE auth-otp-form
                    DISABLED auth-spnego
                    ALTERNATIVE auth-cookie
                    """));
            realm.bind("directGrantFlow", realm.flow("own grant", """
                    REQUIRED direct-grant-validate-username
                    CONDITIONAL [own grant code]
                      REQUIRED conditional-user-configured
                      REQUIRED direct-grant-validate-otp
                    REQUIRED direct-grant-validate-password
                    """));
        }
    },

    USERNAME_AND_PASSWORD_ON_TWO_PAGES {
        @Override
        void make(KeycloakServer keycloak, ExistingRealm realm) {
            realm.bind("browserFlow", realm.flow("two pages", """
                    ALTERNATIVE auth-cookie
                    ALTERNATIVE identity-provider-redirector
                    ALTERNATIVE [pages]
                      REQUIRED auth-username-form
                      REQUIRED [proofs]
                        REQUIRED auth-password-form
                        CONDITIONAL [codes]
                          REQUIRED conditional-user-configured
                          REQUIRED auth-otp-form
                    """));
        }
    },

    LEVELS_OF_AUTHENTICATION {
        @Override
        void make(KeycloakServer keycloak, ExistingRealm realm) {
            realm.bind("browserFlow", realm.flow("levels", """
                    ALTERNATIVE auth-cookie
                    ALTERNATIVE [level forms]
                      CONDITIONAL [level 1]
                        REQUIRED conditional-level-of-authentication loa-condition-level=1 loa-max-age=36000
                        REQUIRED auth-username-password-form
                      CONDITIONAL [level 2]
                        REQUIRED conditional-level-of-authentication loa-condition-level=2 loa-max-age=0
                        REQUIRED auth-otp-form
                    """));
        }

        @Override
        boolean asksInBrowser() {
            return false;
        }
    },

    CODE_FOR_A_ROLE {
        @Override
        void make(KeycloakServer keycloak, ExistingRealm realm) {
            realm.admin().post("/roles", Map.of("name", "staff")).expect(201);
            realm.bind("browserFlow", realm.flow("by role", """
                    ALTERNATIVE auth-cookie
                    ALTERNATIVE [role forms]
                      REQUIRED auth-username-password-form
                      CONDITIONAL [for staff]
                        REQUIRED conditional-user-role condUserRole=staff
                        REQUIRED auth-otp-form
                    """));
        }

        @Override
        boolean asksInBrowser() {
            return false;
        }
    },

    KEY_BESIDE_CODE {
        @Override
        void make(KeycloakServer keycloak, ExistingRealm realm) {
            realm.bind("browserFlow", realm.flow("keys", """
                    ALTERNATIVE auth-cookie
                    ALTERNATIVE [key forms]
                      REQUIRED auth-username-password-form
                      CONDITIONAL [key or code]
                        REQUIRED conditional-user-configured
                        ALTERNATIVE [key]
                          REQUIRED webauthn-authenticator
                        ALTERNATIVE auth-otp-form
                        ALTERNATIVE auth-recovery-authn-code-form
                    """));
        }
    },

    /** Of OpenID Connect and SAML, all of which override a flow. */
    CLIENTS_WITH_FLOWS_OF_THEIR_OWN {
        @Override
        void make(KeycloakServer keycloak, ExistingRealm realm) {
            String browser = realm.admin().flowId(realm.copyFlow("browser", "browser of clients"));
            String grant = realm.admin().flowId(realm.copyFlow("direct grant", "grant of clients"));
            SamlServiceProvider.create(keycloak.base(), realm.admin(), Map.of("saml.allow.ecp.flow", "false"));
            realm.admin().post("/clients", ExistingRealm.client("off")).expect(201);
            for (String client : List.of("app", "off", SamlServiceProvider.ID)) {
                realm.admin().updateClient(client, representation -> {
                    representation
                            .withObjectProperty("authenticationFlowBindingOverrides")
                            .put("browser", browser)
                            .put("direct_grant", grant);
                    representation.put("enabled", !client.equals("off"));
                });
            }
        }
    };

    void make(KeycloakServer keycloak, ExistingRealm realm) {}

    /** Whether its own flow for the browser asks every user with an OTP for it. */
    boolean asksInBrowser() {
        return true;
    }
}
