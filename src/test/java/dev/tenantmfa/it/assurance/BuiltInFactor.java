package dev.tenantmfa.it.assurance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenantmfa.it.actors.AuthenticatorApp;
import dev.tenantmfa.it.actors.Json;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.commons.codec.binary.Base32;

/** A second factor of Keycloak's own, as an administrator stores one. */
public enum BuiltInFactor {
    NOTHING,
    OTP,
    RECOVERY_CODES,
    SECURITY_KEY;

    /** Gives the user a passkey that nobody has, so it cannot be used. */
    public static void givePasskey(Person person, RealmAdmin realm) {
        Subject.giveKey(realm, person, "webauthn-passwordless");
    }

    /** The recovery code that Keycloak asks for first. */
    public static final String RECOVERY_CODE = "AAAABBBBCCC1";

    private static final String SECRET = "abcdefghij0123456789";

    public void giveTo(Person person, RealmAdmin realm) {
        switch (this) {
            case OTP -> store(person, realm, otp());
            case RECOVERY_CODES ->
                giveRecoveryCodes(
                        person, realm, List.of(RECOVERY_CODE, "AAAABBBBCCC2", "AAAABBBBCCC3", "AAAABBBBCCC4"));
            case SECURITY_KEY -> Subject.giveSecurityKey(realm, person);
            default -> {}
        }
    }

    /** The app of everybody who has {@link #OTP}. */
    public static AuthenticatorApp app(Clock clock) {
        return new AuthenticatorApp(new Base32().encodeAsString(SECRET.getBytes(StandardCharsets.UTF_8)), clock);
    }

    private static void store(Person person, RealmAdmin realm, ObjectNode credential) {
        realm.updateUser(person, user -> user.putArray("credentials").add(credential));
    }

    private static ObjectNode otp() {
        return Json.object()
                .put("type", "otp")
                .put("userLabel", "Phone")
                .put("secretData", Json.write(Map.of("value", SECRET)))
                .put(
                        "credentialData",
                        Json.write(Map.of(
                                "subType", "totp", "digits", 6, "period", 30, "counter", 0, "algorithm", "HmacSHA1")));
    }

    /** A set of which these codes are left; none leaves a set that is used up. */
    public static void giveRecoveryCodes(Person person, RealmAdmin realm, List<String> codes) {
        List<Map<String, Object>> hashed = new ArrayList<>();
        for (String code : codes) {
            hashed.add(Map.of("number", hashed.size() + 1, "encodedHashedValue", sha512(code)));
        }
        Map<String, ?> data = Map.of("algorithm", "SHA-512", "remaining", hashed.size(), "total", 12);
        store(
                person,
                realm,
                Json.object()
                        .put("type", "recovery-authn-codes")
                        .put("secretData", Json.write(Map.of("codes", hashed)))
                        .put("credentialData", Json.write(data)));
    }

    private static String sha512(String code) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-512").digest(code.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
