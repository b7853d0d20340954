package dev.tenantmfa.headless.waiting;

import dev.tenantmfa.factor.MessageChallenge;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.keycloak.util.JsonSerialization;

import static org.assertj.core.api.Assertions.assertThat;

class PendingLoginTest {

    /** As versions before this class was divided store it. */
    private static final String STORED =
            "{\"id\":\"login-id\",\"client\":\"app\",\"user\":\"alice\",\"scope\":\"openid\","
                    + "\"tenant\":\"acme\",\"key\":\"thumbprint\",\"credentials\":\"fingerprint\",\"createdAt\":5,"
                    + "\"messageTo\":\"phone\",\"done\":[\"password-step\"],"
                    + "\"authNotes\":{\"tenant-mfa.typed-username\":\"al\",\"tenant-mfa.typed-tenant\":\"ac\","
                    + "\"tenant-mfa.message\":\"message-id\"},"
                    + "\"clientNotes\":{\"nonce\":\"n\"},\"sessionNotes\":{\"s\":\"t\"}}";

    private final PendingLogin login = new PendingLogin(
            "login-id",
            "thumbprint",
            5,
            "phone",
            new PendingLogin.Request("app", "openid", Map.of("nonce", "n")),
            new LoginProgress(
                    "alice",
                    "acme",
                    "fingerprint",
                    List.of("password-step"),
                    Map.of(
                            PendingLogin.TYPED_USERNAME, "al",
                            PendingLogin.TYPED_TENANT, "ac",
                            PendingLogin.MESSAGE, "message-id"),
                    Map.of("s", "t")));

    @Test
    void whenNodesAreUpgradedThenWaitingLoginsAreReadInBothDirections() throws Exception {
        assertThat(JsonSerialization.readValue(STORED, PendingLogin.class)).isEqualTo(login);
        assertThat(JsonSerialization.mapper.readTree(JsonSerialization.writeValueAsString(login)))
                .isEqualTo(JsonSerialization.mapper.readTree(STORED));
    }

    @Test
    void whenNothingIsKnownYetThenItIsReadAsItWasStored() throws Exception {
        PendingLogin empty = new PendingLogin(
                "id",
                null,
                5,
                null,
                new PendingLogin.Request("app", null, Map.of()),
                new LoginProgress(null, null, "", List.of(), Map.of(), Map.of()));

        assertThat(JsonSerialization.readValue(JsonSerialization.writeValueAsString(empty), PendingLogin.class))
                .isEqualTo(empty);
        assertThat(empty.message()).isEmpty();
        assertThat(empty.lastMessageTo()).isEmpty();
    }

    @Test
    void whenALoginBeginsAnewThenNothingOfWhatWasFoundIsLeft() {
        assertThat(login.anew())
                .isEqualTo(new PendingLogin(
                        "login-id",
                        "thumbprint",
                        5,
                        null,
                        login.request(),
                        new LoginProgress(
                                null,
                                null,
                                "",
                                List.of(),
                                Map.of(PendingLogin.TYPED_USERNAME, "al", PendingLogin.TYPED_TENANT, "ac"),
                                Map.of())));
    }

    @Test
    void whenAMessageIsSentThenOnlyThatChanges() {
        PendingLogin awaiting = login.awaiting(new MessageChallenge("second", "login-id"), "other-phone");

        assertThat(awaiting.message()).contains(new MessageChallenge("second", "login-id"));
        assertThat(awaiting.lastMessageTo()).contains("other-phone");
        assertThat(awaiting.awaiting(new MessageChallenge("message-id", "login-id"), "phone"))
                .isEqualTo(login);
        assertThat(login.withMessageTo("other-phone").withMessageTo("phone")).isEqualTo(login);
    }
}
