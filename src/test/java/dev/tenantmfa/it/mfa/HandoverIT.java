package dev.tenantmfa.it.mfa;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.Mailbox;
import dev.tenantmfa.it.TestSupport.StoredCredential;
import dev.tenantmfa.it.actors.Json;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static dev.tenantmfa.it.mfa.Handovers.call;
import static dev.tenantmfa.it.mfa.Handovers.leaving;
import static dev.tenantmfa.it.mfa.Handovers.pages;
import static dev.tenantmfa.it.mfa.Handovers.typesOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** People's apps become Keycloak's own, for all of a realm, and work on. */
@KeycloakIntegration
class HandoverIT {
    @Test
    void allAppsOfARealmAreConvertedPageByPageWithTheirUsedCodes(KeycloakServer keycloak) {
        RealmAdmin realm = leaving(keycloak, "handover");
        try {
            OidcClient cli = OidcClient.of(keycloak.base(), realm.name(), "demo-cli");
            long mark = keycloak.log().mark();
            Enrolled active = Enrolled.enrol(keycloak, realm, realm.newPerson());
            String used = active.app().code();
            assertThat(active.grant(cli, used).isGranted()).isTrue();
            List<Enrolled> enrolled = new ArrayList<>(List.of(active));
            for (int i = 0; i < 2; i++) {
                enrolled.add(Enrolled.enrol(keycloak, realm, realm.newPerson()));
            }
            Person pending = realm.newPerson();
            realm.require(pending, "tmfa-configure", "tmfa-regenerate-backup-codes");
            // Keycloak's own check of codes does not follow the clock that tests move.
            keycloak.clock().reset();

            List<JsonNode> pages = pages(keycloak, realm, 3);

            assertThat(pages).hasSizeGreaterThan(2);
            assertThat(sum(pages, "apps_converted")).isEqualTo(3);
            assertThat(sum(pages, "people_converted")).isEqualTo(3);
            assertThat(pages).allSatisfy(page -> assertThat(page.get("left")).isEmpty());
            for (Enrolled one : enrolled) {
                assertThat(typesOf(keycloak, realm, one.person()))
                        .containsExactlyInAnyOrder("password", "otp", "tmfa-backup-codes");
                assertThat(pages.toString()).doesNotContain(one.app().secret());
                assertThat(keycloak.log().textSince(mark))
                        .doesNotContain(one.app().secret());
            }
            StoredCredential otp = keycloak.support().credential(realm, active.person(), "otp");
            assertThat(otp.userLabel()).isEqualTo("Test phone");
            assertThat(realm.user(pending).get("requiredActions").toString()).isEqualTo("[\"CONFIGURE_TOTP\"]");
            assertThat(sum(pages(keycloak, realm, 500), "apps_converted")).isZero();
            assertThat(realm.adminEvents())
                    .anyMatch(event -> event.path("resourcePath").asText().equals("mfa/convert-to-keycloak")
                            && event.at("/details/looked_at").asText().equals("3"));

            realm.update(representation -> representation.put("directGrantFlow", "direct grant"));
            assertThat(cli.password(active.person(), "totp", used).isGranted())
                    .as("a code that was used before")
                    .isFalse();
            assertThat(cli.password(active.person()).isGranted())
                    .as("without a code")
                    .isFalse();
        } finally {
            realm.delete();
        }
    }

    @Test
    void ourOwnFormTakesTheAppAndLeavesItToKeycloak(KeycloakServer keycloak) {
        RealmAdmin realm = leaving(keycloak, "handover-form");
        try {
            Enrolled enrolled = Enrolled.enrol(keycloak, realm, realm.newPerson());
            pages(keycloak, realm, 500);
            OidcClient cli = OidcClient.of(keycloak.base(), realm.name(), "demo-cli");

            assertThat(enrolled.grant(cli, enrolled.app().code()).isGranted()).isTrue();
            assertThat(enrolled.grant(cli, enrolled.codes().get(0)).isGranted()).isTrue();

            assertThat(typesOf(keycloak, realm, enrolled.person()))
                    .containsExactlyInAnyOrder("password", "otp", "tmfa-backup-codes");
        } finally {
            realm.delete();
        }
    }

    @Test
    void otherFactorsGoOnlyWhereThatIsAskedForAndAnAppIsThere(KeycloakServer keycloak) {
        RealmAdmin realm = leaving(keycloak, "handover-others");
        try {
            Enrolled enrolled = Enrolled.enrol(keycloak, realm, realm.newPerson());
            Person withoutApp = personWithPhone(realm);
            JsonNode converted = pages(keycloak, realm, 500).get(0);
            assertThat(converted.get("apps_converted").asInt()).isEqualTo(1);
            assertThat(converted.get("factors_removed").asInt()).isZero();

            JsonNode page = removeOthers(keycloak, realm);

            assertThat(typesOf(keycloak, realm, enrolled.person())).containsExactlyInAnyOrder("password", "otp");
            assertThat(typesOf(keycloak, realm, withoutApp)).containsExactlyInAnyOrder("password", "tmfa-phone");
            assertThat(page.get("left").toString())
                    .isEqualTo("[{\"user_id\":\""
                            + realm.person(withoutApp.username(), "").id() + "\",\"reason\":\"no_app\"}]");
            assertThat(page.get("factors_removed").asInt()).isEqualTo(1);
            assertThat(realm.adminEvents())
                    .anyMatch(event -> event.at("/details/remove_other_factors")
                                    .asText()
                                    .equals("true")
                            && event.at("/details/factors_removed").asText().equals("1"));
            Mailbox.Mail mail = keycloak.mailbox().awaitMailTo(enrolled.person(), 2);
            assertThat(mail.subject()).isEqualTo("Backup codes and phones were removed");
            assertThat(mail.text())
                    .contains(
                            "administrator",
                            "works as before",
                            enrolled.person().username());
            assertThat(mail.html()).contains("works as before");
            removeOthers(keycloak, realm);
            assertThat(keycloak.mailbox().to(enrolled.person()))
                    .extracting(Mailbox.Mail::subject)
                    .as("of the set-up and of the removal, none of the conversion")
                    .containsExactly("Two-factor authentication was set up", mail.subject());
            assertThat(keycloak.mailbox().to(withoutApp)).isEmpty();
        } finally {
            realm.delete();
        }
    }

    @Test
    void nobodyIsToldOfARemovalWhereNoticesAreOff(KeycloakServer keycloak) {
        RealmAdmin realm = leaving(keycloak, "handover-untold");
        try {
            realm.setAttribute("tenant-mfa.notice-mails", "false");
            Enrolled untold = Enrolled.enrol(keycloak, realm, realm.newPerson());
            assertThat(removeOthers(keycloak, realm).get("factors_removed").asInt())
                    .isEqualTo(1);
            realm.setAttribute("tenant-mfa.notice-mails", "true");
            Enrolled told = Enrolled.enrol(keycloak, realm, realm.newPerson());
            removeOthers(keycloak, realm);

            keycloak.mailbox().awaitMailTo(told.person(), 2);

            assertThat(keycloak.mailbox().to(untold.person())).isEmpty();
        } finally {
            realm.delete();
        }
    }

    @Test
    void mailServerThatDoesNotAnswerHoldsUpNobody(KeycloakServer keycloak) throws IOException {
        RealmAdmin realm = leaving(keycloak, "handover-mails");
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Enrolled.enrol(keycloak, realm, realm.newPerson());
            realm.update(representation -> representation
                    .withObjectProperty("smtpServer")
                    .put("port", Integer.toString(silent.getLocalPort())));

            assertThat(removeOthers(keycloak, realm).get("factors_removed").asInt())
                    .isEqualTo(1);

            silent.setSoTimeout(10_000);
            try (Socket waiting = silent.accept()) {
                waiting.setSoTimeout(100);
                assertThatThrownBy(() -> waiting.getInputStream().read())
                        .as("the answer is here, and the mail still waits")
                        .isInstanceOf(SocketTimeoutException.class);
            }
        } finally {
            realm.delete();
        }
    }

    @Test
    void appWhoseKeyIsGoneStaysAndIsTold(KeycloakServer keycloak) {
        RealmAdmin realm = leaving(keycloak, "handover-key");
        try {
            keycloak.putIntoVault(realm.name(), "mfa", "a-master-key-of-more-than-32-characters");
            realm.setAttribute("tenant-mfa.encryption-key", "${vault.mfa}");
            Enrolled enrolled = Enrolled.enrol(keycloak, realm, realm.newPerson());
            realm.setAttribute("tenant-mfa.encryption-key", "");

            JsonNode page =
                    call(keycloak, realm, Map.of("max", 500)).expect(200).json();

            assertThat(page.get("apps_converted").asInt()).isZero();
            assertThat(page.get("left").toString())
                    .isEqualTo(
                            "[{\"user_id\":\"" + enrolled.person().id() + "\",\"reason\":\"secret_does_not_open\"}]");
            assertThat(typesOf(keycloak, realm, enrolled.person()))
                    .containsExactlyInAnyOrder("password", "tmfa-totp", "tmfa-backup-codes");
            realm.setAttribute("tenant-mfa.encryption-key", "${vault.mfa}");
            assertThat(call(keycloak, realm, Map.of("max", 500))
                            .json()
                            .get("apps_converted")
                            .asInt())
                    .isEqualTo(1);
        } finally {
            realm.delete();
        }
    }

    private static JsonNode removeOthers(KeycloakServer keycloak, RealmAdmin realm) {
        return call(keycloak, realm, Map.of("max", 500, "remove_other_factors", true))
                .expect(200)
                .json();
    }

    private static Person personWithPhone(RealmAdmin realm) {
        Person person = realm.newPerson();
        ObjectNode user = realm.user(person);
        realm.deletePerson(person);
        user.putArray("credentials")
                .add(Json.object().put("type", "password").put("value", person.password()))
                .add(Json.object()
                        .put("type", "tmfa-phone")
                        .put("secretData", "{}")
                        .put("credentialData", "{}"));
        ObjectNode batch = Json.object().put("ifResourceExists", "FAIL");
        batch.putArray("users").add(user);
        realm.post("/partialImport", batch).expect(200);
        return person;
    }

    private static int sum(List<JsonNode> pages, String field) {
        return pages.stream().mapToInt(page -> page.get(field).asInt()).sum();
    }
}
