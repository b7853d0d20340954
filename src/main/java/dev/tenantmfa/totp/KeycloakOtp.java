package dev.tenantmfa.totp;

import dev.tenantmfa.otp.TotpSecret;
import dev.tenantmfa.platform.store.CredentialLabel;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/** An app of ours as Keycloak's own one-time password. */
final class KeycloakOtp {

    /** How Keycloak knows a secret that is not the text that it was typed as. */
    private static final String BASE32 = "BASE32";

    private KeycloakOtp() {}

    /** Puts Keycloak's own in the place of ours: same secret, parameters, name, age and rank among the person's factors. */
    static OTPCredentialModel replace(UserModel user, TotpCredential app, TotpSecret secret) {
        String before = predecessor(user, app.id());
        OTPCredentialModel otp = OTPCredentialModel.createTOTP(
                secret.base32(),
                app.parameters().digits(),
                app.parameters().periodSeconds(),
                app.parameters().algorithm().macName(),
                BASE32);
        otp.setId(KeycloakModelUtils.generateId());
        otp.setCreatedDate(app.model().getCreatedDate());
        user.credentialManager().removeStoredCredentialById(app.id());
        String label = app.model().getUserLabel();
        boolean taken = label == null || CredentialLabel.isTaken(user, OTPCredentialModel.TYPE, label);
        otp.setUserLabel(taken ? null : label);
        user.credentialManager().createStoredCredential(otp);
        user.credentialManager().moveStoredCredentialTo(otp.getId(), before);
        return otp;
    }

    private static @Nullable String predecessor(UserModel user, String id) {
        List<String> ids = user.credentialManager()
                .getStoredCredentialsStream()
                .map(CredentialModel::getId)
                .toList();
        int place = ids.indexOf(id);
        return place <= 0 ? null : ids.get(place - 1);
    }
}
