package dev.tenantmfa.wiring.bulk;

import dev.tenantmfa.backupcode.BackupCodeCredential;
import dev.tenantmfa.message.PhoneCredential;
import dev.tenantmfa.platform.rest.JsonBody;
import dev.tenantmfa.platform.rest.Problem;
import dev.tenantmfa.platform.rest.Refusal;
import dev.tenantmfa.setup.DeviceName;
import dev.tenantmfa.totp.TotpCredential;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.util.JsonSerialization;

/**
 * A line of an import: a user, and the second factors that the user has in the other system. It is not stored and not
 * logged, and no error names a secret.
 */
final class ImportLine {

    private static final String[] FIELDS = {
        "username",
        "email",
        "id",
        "secret",
        "otpauth_uri",
        "digits",
        "period",
        "algorithm",
        "device_name",
        "phone",
        "backup_codes"
    };

    private static final String[] OF_APP = {"digits", "period", "algorithm", "device_name"};

    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_SECRET = 300;
    private static final int LONGEST_PERIOD = 3600;
    private static final int LONGEST_URI = 2000;
    private static final int LONGEST_LABEL = 100;

    private final JsonBody body;

    private ImportLine(JsonBody body) {
        this.body = body;
    }

    /** @throws Refusal with what is wrong */
    static ImportLine parse(String json) {
        ImportLine line = new ImportLine(JsonBody.parse(json, FIELDS));
        if (line.count("username", "email", "id") != 1) {
            throw invalid("Exactly one of username, email and id is required.");
        }
        if (line.count("secret", "otpauth_uri") > 1) {
            throw invalid("Only one of secret and otpauth_uri is allowed.");
        }
        if (line.count("secret", "otpauth_uri", "phone", "backup_codes") == 0) {
            throw invalid("secret, otpauth_uri, phone or backup_codes is required.");
        }
        if (line.count("secret", "otpauth_uri") == 0 && line.count(OF_APP) > 0) {
            throw invalid(String.join(", ", OF_APP) + " are for a line with secret or otpauth_uri.");
        }
        return line;
    }

    private static Refusal invalid(String detail) {
        return Problem.invalid(detail).refusal();
    }

    private int count(String... fields) {
        int count = 0;
        for (String field : fields) {
            count += body.has(field) ? 1 : 0;
        }
        return count;
    }

    /** The user; null if the realm has none. */
    @Nullable
    UserModel user(KeycloakSession session, RealmModel realm) {
        Optional<String> username = body.optionalText("username", 1, LONGEST_NAME);
        if (username.isPresent()) {
            return session.users().getUserByUsername(realm, username.get());
        }
        Optional<String> email = body.optionalText("email", 1, LONGEST_NAME);
        return email.isPresent()
                ? session.users().getUserByEmail(realm, email.get())
                : session.users().getUserById(realm, body.text("id", 1, LONGEST_NAME));
    }

    /** The second factors as credentials with their secrets in clear, to be sealed by their providers. */
    List<CredentialModel> credentials() {
        List<CredentialModel> credentials = new ArrayList<>();
        app().ifPresent(credentials::add);
        body.optionalText("phone", 1, LONGEST_LABEL)
                .ifPresent(number ->
                        credentials.add(credential(PhoneCredential.TYPE, Map.of("number", number), Map.of())));
        body.optionalTexts("backup_codes")
                .ifPresent(codes ->
                        credentials.add(credential(BackupCodeCredential.TYPE, Map.of("codes", codes), Map.of())));
        return credentials;
    }

    private Optional<CredentialModel> app() {
        Optional<OtpauthUri> uri = body.optionalText("otpauth_uri", 1, LONGEST_URI)
                .map(text -> OtpauthUri.parse(text)
                        .orElseThrow(() -> invalid("otpauth_uri must be otpauth://totp/ with a secret.")));
        Optional<String> secret =
                body.optionalText("secret", 1, LONGEST_SECRET).or(() -> uri.flatMap(one -> one.get("secret")));
        return secret.map(value -> {
            Map<String, Object> data = new LinkedHashMap<>();
            number("digits", uri).ifPresent(digits -> data.put("digits", digits));
            number("period", uri).ifPresent(period -> data.put("period", period));
            one(
                            "algorithm",
                            body.optionalText("algorithm", 1, LONGEST_LABEL),
                            uri.flatMap(parsed -> parsed.get("algorithm")))
                    .ifPresent(algorithm -> data.put("algorithm", algorithm));
            CredentialModel app = credential(TotpCredential.TYPE, Map.of("value", value), data);
            app.setUserLabel(deviceName().orElse(null));
            return app;
        });
    }

    /** As the setup of an app accepts it. */
    private Optional<String> deviceName() {
        String name = DeviceName.normalize(
                body.optionalText("device_name", 1, LONGEST_LABEL).orElse(null));
        if (!DeviceName.isAllowed(name)) {
            throw invalid("device_name must have at most " + DeviceName.MAX_LENGTH
                    + " characters, no invisible ones and no placeholder.");
        }
        return name.isEmpty() ? Optional.empty() : Optional.of(name);
    }

    private Optional<Integer> number(String field, Optional<OtpauthUri> uri) {
        Optional<Integer> own = body.has(field) ? Optional.of(body.number(field, 1, LONGEST_PERIOD)) : Optional.empty();
        try {
            return one(field, own, uri.flatMap(parsed -> parsed.get(field)).map(Integer::valueOf));
        } catch (NumberFormatException e) {
            throw invalid("otpauth_uri: " + field + " must be a whole number.");
        }
    }

    /** What the line or its URI says. The author of the line must know which of two values the app uses. */
    private static <T> Optional<T> one(String field, Optional<T> own, Optional<T> ofUri) {
        boolean differ = own.isPresent()
                && ofUri.isPresent()
                && !own.get().toString().equalsIgnoreCase(ofUri.get().toString());
        if (differ) {
            throw invalid(field + " and otpauth_uri contradict each other.");
        }
        return own.or(() -> ofUri);
    }

    private static CredentialModel credential(String type, Map<String, ?> secret, Map<String, ?> data) {
        CredentialModel model = new CredentialModel();
        model.setType(type);
        try {
            model.setSecretData(JsonSerialization.writeValueAsString(secret));
            model.setCredentialData(JsonSerialization.writeValueAsString(data));
        } catch (IOException e) {
            throw new IllegalStateException("a map of texts cannot be written", e);
        }
        return model;
    }

    @Override
    public String toString() {
        return "ImportLine[hidden]";
    }
}
