package dev.tenantmfa.it.mfa;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.Mailbox;
import dev.tenantmfa.it.TestSupport.StoredCredential;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** People are told by mail what changed about their factors. */
@KeycloakIntegration
class NoticesIT {

    @Test
    void setUpUseOfABackupCodeAndRemovalAreTold(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        Mailbox.Mail setUp = keycloak.mailbox().awaitMailTo(enrolled.person());
        assertThat(setUp.subject()).isEqualTo("Two-factor authentication was set up");
        assertThat(setUp.text()).isNotBlank();
        assertThat(setUp.html()).contains("<html");

        String code = enrolled.codes().get(0);
        keycloak.client("demo-cli").password(enrolled.person(), "totp", code);
        Mailbox.Mail used = keycloak.mailbox().awaitMailTo(enrolled.person(), 2);
        assertThat(used.text()).contains("7").doesNotContain(code).doesNotContain(code.replace(" ", ""));

        StoredCredential app = keycloak.support().credential(keycloak.demo(), enrolled.person(), "tmfa-totp");
        keycloak.demo()
                .delete("/users/" + enrolled.person().id() + "/credentials/" + app.id())
                .expect(204);
        Mailbox.Mail removed = keycloak.mailbox().awaitMailTo(enrolled.person(), 3);
        assertThat(removed.subject()).isNotEqualTo(setUp.subject());
        assertThat(keycloak.support().credentials(keycloak.demo(), enrolled.person()))
                .extracting(StoredCredential::type)
                .as("the codes go with the app")
                .containsExactly("password");
    }

    @Test
    void nothingIsSentWhereNoticesAreOff(KeycloakServer keycloak) {
        keycloak.demo().setAttribute("tenant-mfa.notice-mails", "false");
        try {
            Enrolled enrolled = Enrolled.create(keycloak);
            assertThat(keycloak.mailbox().to(enrolled.person())).isEmpty();
        } finally {
            keycloak.demo().setAttribute("tenant-mfa.notice-mails", "true");
        }
    }
}
