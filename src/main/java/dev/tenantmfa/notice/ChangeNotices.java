package dev.tenantmfa.notice;

import dev.tenantmfa.backupcode.BackupCodeCredential;
import dev.tenantmfa.factor.InstalledFactors;
import dev.tenantmfa.factor.event.FactorChanged;
import dev.tenantmfa.factor.event.FactorChanged.Change;
import dev.tenantmfa.message.PhoneCredential;
import dev.tenantmfa.totp.TotpCredential;
import java.util.Optional;

/** Notifies users by mail of changes of their second factors. */
final class ChangeNotices {

    private ChangeNotices() {}

    static void tell(FactorChanged event) {
        Optional<Notice> notice = event.change() == Change.STORED ? ofStored(event.type()) : ofRemoved(event);
        notice.ifPresent(one ->
                new NoticeMails(event.session()).send(event.realm(), event.user(), one, Sender.at(event.address())));
    }

    private static Optional<Notice> ofStored(String type) {
        return switch (type) {
            case TotpCredential.TYPE -> Optional.of(Notice.SET_UP);
            case BackupCodeCredential.TYPE -> Optional.of(Notice.RENEWED);
            case PhoneCredential.TYPE -> Optional.of(Notice.PHONE_SET_UP);
            default -> Optional.empty();
        };
    }

    private static Optional<Notice> ofRemoved(FactorChanged event) {
        boolean hasOthers = InstalledFactors.of(event.session()).areStoredFor(event.realm(), event.user());
        if (PhoneCredential.TYPE.equals(event.type())) {
            return Optional.of(Notice.PHONE_REMOVED);
        } else if (!TotpCredential.TYPE.equals(event.type())) {
            return hasOthers ? Optional.empty() : Optional.of(Notice.REMOVED);
        } else if (TotpCredential.isStoredFor(event.user())) {
            return Optional.of(Notice.APP_REMOVED);
        }
        return Optional.of(hasOthers ? Notice.LAST_APP_REMOVED : Notice.REMOVED);
    }
}
