package dev.tenantmfa.it.actors;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A passkey of one user in software: an EC key on P-256 that answers challenges (Web Authentication, section 7.2). It
 * verifies the user each time, and its counter stays at 0, as that of a passkey which is synchronized between devices.
 *
 * @param userId the id of the user, which is the user handle
 */
public record SoftwarePasskey(String userId, KeyPair key) {

    private static final String NO_MODEL = "00000000-0000-0000-0000-000000000000";

    /** The user is present (bit 0) and verified (bit 2). */
    private static final byte PRESENT_AND_VERIFIED = 0b101;

    private static final int COUNTER = 0;

    /** In CBOR: a map of five with key type EC2, algorithm ES256, curve P-256; the coordinates follow (RFC 9053, 7.1.1). */
    private static final byte[] COSE_HEAD = {(byte) 0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01};

    private static final int COORDINATE_BYTES = 32;

    public static SoftwarePasskey create(String userId) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return new SoftwarePasskey(userId, generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * As Keycloak stores it.
     *
     * @param type {@code webauthn-passwordless}, or {@code webauthn} for a key after the password
     */
    public Map<String, Object> credential(String type) {
        return Map.of(
                "type",
                type,
                "userLabel",
                "Phone",
                "secretData",
                "{}",
                "credentialData",
                Json.write(Map.of(
                        "aaguid",
                        NO_MODEL,
                        "credentialId",
                        Base64.getEncoder().encodeToString(id()),
                        "counter",
                        COUNTER,
                        "credentialPublicKey",
                        base64Url(publicKey()),
                        "attestationStatementFormat",
                        "none",
                        "transports",
                        List.of("internal"))));
    }

    /**
     * What Keycloak's script posts after the user chose this passkey.
     *
     * @param challenge as it is in the page
     * @param origin    scheme, host and port of the page
     */
    public Map<String, String> answer(String challenge, URI origin) {
        Map<String, Object> client = new LinkedHashMap<>();
        client.put("type", "webauthn.get");
        client.put("challenge", challenge);
        client.put("origin", origin.toString());
        client.put("crossOrigin", false);
        byte[] clientData = Json.write(client).getBytes(StandardCharsets.UTF_8);
        byte[] authenticatorData = ByteBuffer.allocate(37)
                .put(sha256(origin.getHost().getBytes(StandardCharsets.UTF_8)))
                .put(PRESENT_AND_VERIFIED)
                .putInt(COUNTER)
                .array();
        return Map.of(
                "clientDataJSON", base64Url(clientData),
                "authenticatorData", base64Url(authenticatorData),
                "signature", base64Url(sign(authenticatorData, sha256(clientData))),
                "credentialId", base64Url(id()),
                "userHandle", base64Url(userId.getBytes(StandardCharsets.UTF_8)),
                "error", "");
    }

    private byte[] id() {
        return sha256(userId.getBytes(StandardCharsets.UTF_8));
    }

    private byte[] publicKey() {
        ECPublicKey point = (ECPublicKey) key.getPublic();
        ByteArrayOutputStream cose = new ByteArrayOutputStream();
        cose.writeBytes(COSE_HEAD);
        cose.writeBytes(new byte[] {0x21, 0x58, COORDINATE_BYTES});
        cose.writeBytes(coordinate(point.getW().getAffineX()));
        cose.writeBytes(new byte[] {0x22, 0x58, COORDINATE_BYTES});
        cose.writeBytes(coordinate(point.getW().getAffineY()));
        return cose.toByteArray();
    }

    private static byte[] coordinate(BigInteger value) {
        byte[] bytes = value.toByteArray();
        byte[] padded = new byte[COORDINATE_BYTES];
        int length = Math.min(bytes.length, COORDINATE_BYTES);
        System.arraycopy(bytes, bytes.length - length, padded, COORDINATE_BYTES - length, length);
        return padded;
    }

    private byte[] sign(byte[]... parts) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(key.getPrivate());
            for (byte[] part : parts) {
                signature.update(part);
            }
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64Url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
