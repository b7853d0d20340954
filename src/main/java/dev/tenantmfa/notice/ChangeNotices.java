package dev.tenantmfa.notice;

import dev.tenantmfa.backupcode.BackupCodeCredential;
import dev.tenantmfa.factor.InstalledFactors;
import dev.tenantmfa.factor.SecurityKeys;
import dev.tenantmfa.factor.event.FactorChanged;
import dev.tenantmfa.factor.event.FactorChanged.Change;
import dev.tenantmfa.message.PhoneCredential;
import dev.tenantmfa.totp.TotpCredential;
import java.util.Optional;
import org.keycloak.models.credential.OTPCredentialModel;

/** Notifies users by mail of changes of their second factors. */
final class ChangeNotices {

    private ChangeNotices() {}

    static void tell(FactorChanged event) {
        Optional<Notice> notice = event.change() == Change.STORED ? ofStored(event) : Optional.of(ofRemoved(event));
        notice.ifPresent(one ->
                new NoticeMails(event.session()).send(event.realm(), event.user(), one, Sender.at(event.address())));
    }

    private static Optional<Notice> ofStored(FactorChanged event) {
        return switch (event.type()) {
            case TotpCredential.TYPE, OTPCredentialModel.TYPE -> Optional.of(Notice.SET_UP);
            case BackupCodeCredential.TYPE -> Optional.of(Notice.RENEWED);
            case PhoneCredential.TYPE -> Optional.of(Notice.PHONE_SET_UP);
            default -> isKey(event) ? Optional.of(Notice.KEY_SET_UP) : Optional.empty();
        };
    }

    private static Notice ofRemoved(FactorChanged event) {
        boolean hasOthers = InstalledFactors.of(event.session()).areStoredFor(event.realm(), event.user());
        if (PhoneCredential.TYPE.equals(event.type())) {
            return Notice.PHONE_REMOVED;
        } else if (!hasOthers) {
            return Notice.REMOVED;
        } else if (isKey(event)) {
            return Notice.KEY_REMOVED;
        } else if (!TotpCredential.TYPE.equals(event.type())) {
            return Notice.ONE_REMOVED;
        }
        return TotpCredential.isStoredFor(event.user()) ? Notice.APP_REMOVED : Notice.LAST_APP_REMOVED;
    }

    private static boolean isKey(FactorChanged event) {
        return SecurityKeys.types(event.realm()).contains(event.type());
    }
}
