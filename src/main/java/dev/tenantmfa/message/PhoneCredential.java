package dev.tenantmfa.message;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tenantmfa.crypto.SealException;
import dev.tenantmfa.platform.seal.CredentialSeal;
import dev.tenantmfa.platform.store.CredentialLabel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.util.JsonSerialization;

/**
 * A user's phone as Keycloak stores it: the masked number in {@code credentialData}, the sealed number in
 * {@code secretData}.
 */
public final class PhoneCredential {

    public static final String TYPE = "tmfa-phone";

    /** Id of the required action that sets up a phone. */
    public static final String SETUP_ACTION = "tmfa-configure-phone";

    private final CredentialModel model;
    private final Data data;

    private PhoneCredential(CredentialModel model, Data data) {
        this.model = model;
        this.data = data;
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Data(@JsonProperty("masked") String masked) {}

    /**
     * Stores a phone that was proven. Its label is the masked number, with a count if that label is taken.
     *
     * @throws SealException if no key is available
     */
    public static PhoneCredential store(
            KeycloakSession session, RealmModel realm, UserModel user, PhoneNumber number, Instant now) {
        PhoneCredential phone = seal(session, realm, user, number, now);
        user.credentialManager().createStoredCredential(phone.model());
        return phone;
    }

    /** A new phone, not stored yet. */
    static PhoneCredential seal(
            KeycloakSession session, RealmModel realm, UserModel user, PhoneNumber number, Instant now) {
        CredentialModel model = new CredentialModel();
        model.setId(KeycloakModelUtils.generateId());
        model.setType(TYPE);
        model.setUserLabel(CredentialLabel.counted(user, TYPE, number.masked()));
        model.setCreatedDate(now.toEpochMilli());
        Data data = new Data(number.masked());
        try {
            model.setCredentialData(JsonSerialization.writeValueAsString(data));
        } catch (IOException e) {
            throw new IllegalStateException("credential data cannot be written", e);
        }
        byte[] secret = number.e164().getBytes(StandardCharsets.UTF_8);
        model.setSecretData(CredentialSeal.of(session, realm).seal(secret, binding(user, model.getId())));
        return new PhoneCredential(model, data);
    }

    CredentialModel model() {
        return model;
    }

    /** The user's phones whose stored data is readable, in the user's order. */
    public static List<PhoneCredential> allOf(UserModel user) {
        return user.credentialManager()
                .getStoredCredentialsByTypeStream(TYPE)
                .map(PhoneCredential::of)
                .flatMap(Optional::stream)
                .toList();
    }

    /** Whether the user has that phone. A phone whose number cannot be opened counts as another one. */
    public static boolean isKnown(KeycloakSession session, RealmModel realm, UserModel user, PhoneNumber number) {
        return allOf(user).stream().anyMatch(phone -> {
            try {
                return phone.number(session, realm, user).equals(number);
            } catch (SealException e) {
                return false;
            }
        });
    }

    private static Optional<PhoneCredential> of(CredentialModel stored) {
        try {
            Data data = JsonSerialization.readValue(stored.getCredentialData(), Data.class);
            return data.masked() == null
                    ? Optional.empty()
                    : Optional.of(new PhoneCredential(stored.shallowClone(), data));
        } catch (IOException | IllegalArgumentException | NullPointerException e) {
            return Optional.empty();
        }
    }

    public String id() {
        return model.getId();
    }

    /** The masked number, which may be shown. */
    public String masked() {
        return data.masked();
    }

    /** @throws SealException if it does not open, or is not a number */
    PhoneNumber number(KeycloakSession session, RealmModel realm, UserModel user) {
        byte[] opened = CredentialSeal.of(session, realm).open(model.getSecretData(), binding(user, id()));
        return PhoneNumber.ofStored(new String(opened, StandardCharsets.UTF_8))
                .orElseThrow(() -> new SealException("the sealed text is not a telephone number"));
    }

    private static CredentialSeal.Binding binding(UserModel user, String credentialId) {
        return new CredentialSeal.Binding(TYPE, user.getId(), credentialId);
    }
}
