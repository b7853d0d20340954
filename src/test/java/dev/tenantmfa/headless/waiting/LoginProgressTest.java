package dev.tenantmfa.headless.waiting;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LoginProgressTest {

    private static final LoginProgress PROGRESS = new LoginProgress(
            "user-1",
            "tenant-1",
            "fingerprint",
            List.of("step-1"),
            Map.of(
                    PendingLogin.TYPED_USERNAME,
                    "alice",
                    PendingLogin.TYPED_TENANT,
                    "acme",
                    PendingLogin.MESSAGE,
                    "sms"),
            Map.of("note", "of the session"));

    @Test
    void typedInputHasNothingThatWasFoundOutAboutTheUser() {
        assertThat(PROGRESS.typed())
                .isEqualTo(new LoginProgress(
                        null,
                        null,
                        "",
                        List.of(),
                        Map.of(PendingLogin.TYPED_USERNAME, "alice", PendingLogin.TYPED_TENANT, "acme"),
                        Map.of()));
    }

    @Test
    void noteIsAddedOrReplaced() {
        assertThat(PROGRESS.withNote("new", "value").authNotes()).hasSize(4).containsEntry("new", "value");
        assertThat(PROGRESS.withNote(PendingLogin.MESSAGE, "mail").authNotes())
                .hasSize(3)
                .containsEntry(PendingLogin.MESSAGE, "mail");
        assertThat(PROGRESS.authNotes()).containsEntry(PendingLogin.MESSAGE, "sms");
    }
}
