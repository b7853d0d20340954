package dev.tenantmfa.setup.form;

import dev.tenantmfa.backupcode.BackupCodeCredential;
import dev.tenantmfa.platform.setting.IntSetting;
import dev.tenantmfa.platform.setting.Setting;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionConfigModel;
import org.keycloak.provider.ProviderConfigProperty;

/** What an admin may set on the required action {@value ConfigureAction#ID}. */
public final class SetupSettings {

    static final IntSetting BACKUP_CODE_COUNT = Setting.key("backupCodeCount")
            .range(5, 20)
            .or(8)
            .label("Number of backup codes")
            .help("Number of backup codes that a user gets.");

    static final IntSetting BACKUP_CODE_LENGTH = Setting.key("backupCodeLength")
            .range(9, 16)
            .or(10)
            .label("Length of backup codes")
            .help(
                    "Number of digits of a backup code. It must be greater than that of one-time codes, to tell them apart.");

    static final IntSetting FEW_BACKUP_CODES = Setting.key("fewBackupCodes")
            .range(0, 10)
            .or(2)
            .label("Few backup codes")
            .help("Offer new backup codes after a login when this many or fewer are left.");

    private SetupSettings() {}

    static List<ProviderConfigProperty> properties() {
        return List.of(BACKUP_CODE_COUNT.property(), BACKUP_CODE_LENGTH.property(), FEW_BACKUP_CODES.property());
    }

    /** New backup codes as the realm wants them. */
    public static BackupCodeCredential.Draft draft(RealmModel realm) {
        return BackupCodeCredential.draft(read(BACKUP_CODE_COUNT, realm), read(BACKUP_CODE_LENGTH, realm));
    }

    static int read(IntSetting setting, RealmModel realm) {
        return setting.in(config(realm));
    }

    private static @Nullable Map<String, String> config(RealmModel realm) {
        // Keycloak has no config for an action that the realm does not know.
        if (realm.getRequiredActionProviderByAlias(ConfigureAction.ID) == null) {
            return null;
        }
        RequiredActionConfigModel config = realm.getRequiredActionConfigByAlias(ConfigureAction.ID);
        return config == null ? null : config.getConfig();
    }
}
