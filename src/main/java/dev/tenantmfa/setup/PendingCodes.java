package dev.tenantmfa.setup;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tenantmfa.backupcode.BackupCodeCredential;
import dev.tenantmfa.backupcode.BackupCodes;
import dev.tenantmfa.crypto.SealException;
import dev.tenantmfa.platform.seal.CredentialSeal;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.util.JsonSerialization;

/** New backup codes that were shown but not yet confirmed as saved. Stored encrypted in a note of the login. */
public final class PendingCodes {

    private static final String NOTE = "tenant-mfa.renewal";

    private PendingCodes() {}

    private record Stored(
            @JsonProperty("codes") List<String> codes,
            @JsonProperty("salt") byte[] salt) {

        @Override
        public String toString() {
            return "PendingCodes[hidden]";
        }
    }

    /** @throws SealException if no key is available */
    public static void save(RequiredActionContext context, BackupCodeCredential.Draft draft) {
        try {
            byte[] json =
                    JsonSerialization.writeValueAsBytes(new Stored(draft.codes().codes(), draft.salt()));
            context.getAuthenticationSession()
                    .setAuthNote(
                            NOTE,
                            CredentialSeal.of(context.getSession(), context.getRealm())
                                    .seal(json, binding(context)));
        } catch (IOException e) {
            throw new IllegalStateException("new backup codes cannot be written", e);
        }
    }

    public static Optional<BackupCodeCredential.Draft> load(RequiredActionContext context) {
        String note = context.getAuthenticationSession().getAuthNote(NOTE);
        if (note == null) {
            return Optional.empty();
        }
        try {
            byte[] json =
                    CredentialSeal.of(context.getSession(), context.getRealm()).open(note, binding(context));
            Stored stored = JsonSerialization.readValue(json, Stored.class);
            return Optional.of(BackupCodeCredential.restore(new BackupCodes(stored.codes()), stored.salt()));
        } catch (SealException | IOException e) {
            return Optional.empty();
        }
    }

    public static void forget(AuthenticationSessionModel login) {
        login.removeAuthNote(NOTE);
    }

    private static CredentialSeal.Binding binding(RequiredActionContext context) {
        AuthenticationSessionModel login = context.getAuthenticationSession();
        return new CredentialSeal.Binding(
                "renewal", context.getUser().getId(), login.getParentSession().getId() + "/" + login.getTabId());
    }
}
