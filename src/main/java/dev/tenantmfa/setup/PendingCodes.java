package dev.tenantmfa.setup;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tenantmfa.backupcode.BackupCodeCredential;
import dev.tenantmfa.backupcode.BackupCodes;
import dev.tenantmfa.platform.seal.SealedNote;
import java.util.List;
import java.util.Optional;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.sessions.AuthenticationSessionModel;

/** New backup codes that were shown but not yet confirmed as saved. Stored encrypted in a note of the login. */
public final class PendingCodes {

    private static final SealedNote<Stored> NOTE = new SealedNote<>("tenant-mfa.renewal", "renewal", Stored.class);

    private PendingCodes() {}

    private record Stored(
            @JsonProperty("codes") List<String> codes,
            @JsonProperty("salt") byte[] salt) {

        @Override
        public String toString() {
            return "PendingCodes[hidden]";
        }
    }

    /** @throws dev.tenantmfa.crypto.SealException if no key is available */
    public static void save(RequiredActionContext context, BackupCodeCredential.Draft draft) {
        NOTE.save(
                context.getSession(),
                context.getAuthenticationSession(),
                context.getUser(),
                new Stored(draft.codes().codes(), draft.salt()));
    }

    public static Optional<BackupCodeCredential.Draft> load(RequiredActionContext context) {
        return NOTE.load(context.getSession(), context.getAuthenticationSession(), context.getUser())
                .map(stored -> BackupCodeCredential.restore(new BackupCodes(stored.codes()), stored.salt()));
    }

    public static void forget(AuthenticationSessionModel login) {
        NOTE.forget(login);
    }
}
