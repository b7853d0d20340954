package dev.tenantmfa.setup.form;

import dev.tenantmfa.backupcode.BackupCodeCredential;
import dev.tenantmfa.backupcode.BackupCodes;
import dev.tenantmfa.otp.OtpauthUri;
import dev.tenantmfa.platform.RealmZone;
import dev.tenantmfa.platform.UserLocale;
import dev.tenantmfa.setup.DeadlineText;
import dev.tenantmfa.setup.Issuer;
import dev.tenantmfa.setup.PendingSetup;
import dev.tenantmfa.setup.QrCode;
import dev.tenantmfa.setup.SupportedApps;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** The pages of setup and renewal. */
final class SetupPages {

    private final KeycloakSession session;
    private final RealmModel realm;
    private final UserModel user;
    private final LoginFormsProvider form;

    SetupPages(KeycloakSession session, RealmModel realm, UserModel user, LoginFormsProvider form) {
        this.session = session;
        this.realm = realm;
        this.user = user;
        this.form = form;
    }

    /**
     * First page: the QR code, the secret, and a field for the first code.
     *
     * @param deviceName what was typed before
     * @param deadline   until when the user can skip the page; empty if the user cannot skip it
     */
    Response app(PendingSetup pending, String deviceName, boolean deviceNameRequired, Optional<Instant> deadline) {
        OtpauthUri uri = Issuer.uriOf(realm, user, pending);
        Map<String, Object> page = new HashMap<>();
        page.put("qrCode", QrCode.of(uri.uri()).dataUri());
        page.put("secret", pending.totpSecret().base32());
        page.put("secretGroups", pending.totpSecret().groups());
        page.put("otpauthUri", uri.uri());
        page.put("apps", SupportedApps.of(session, pending.parameters()));
        page.put("issuer", uri.issuer());
        page.put("account", uri.account());
        page.put("digits", pending.digits());
        page.put("period", pending.period());
        page.put("algorithm", pending.parameters().algorithm().uriName());
        page.put("deviceName", deviceName);
        page.put("deviceNameRequired", deviceNameRequired);
        page.put("skippable", deadline.isPresent());
        deadline.ifPresent(end -> page.put("deadline", deadlineText(end).parts()));
        return form.setAttribute("tmfa", page).createForm("tmfa-setup.ftl");
    }

    /**
     * Shows the backup codes, once.
     *
     * @param signOut whether the page offers to end all other sessions
     */
    Response codes(BackupCodes codes, boolean renewal, boolean signOut) {
        Map<String, Object> page = new HashMap<>();
        page.put("codes", codes.grouped());
        page.put("renewal", renewal);
        page.put("signOut", signOut);
        page.put("issuer", Issuer.of(realm));
        page.put("fileName", "backup-codes-" + realm.getName() + ".txt");
        page.put("fileUri", fileUri(codes));
        return form.setAttribute("tmfa", page).createForm("tmfa-backup-codes.ftl");
    }

    /**
     * Offers or requires new backup codes.
     *
     * @param set that the user has; empty if the user never had any
     */
    Response renewal(Optional<BackupCodeCredential> set, boolean skippable) {
        Map<String, Object> page = new HashMap<>();
        page.put("first", set.isEmpty());
        page.put("remaining", set.map(BackupCodeCredential::remaining).orElse(0));
        page.put("skippable", skippable);
        return form.setAttribute("tmfa", page).createForm("tmfa-renew.ftl");
    }

    private String fileUri(BackupCodes codes) {
        String text =
                Issuer.of(realm) + "\n" + Issuer.accountOf(user) + "\n\n" + String.join("\n", codes.grouped()) + "\n";
        return "data:text/plain;charset=utf-8;base64,"
                + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private DeadlineText deadlineText(Instant end) {
        return DeadlineText.of(end, RealmZone.of(realm), UserLocale.of(session, user));
    }
}
