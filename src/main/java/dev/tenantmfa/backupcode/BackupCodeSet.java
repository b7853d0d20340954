package dev.tenantmfa.backupcode;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tenantmfa.crypto.SealException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.keycloak.common.util.SecretGenerator;
import org.keycloak.credential.CredentialModel;
import org.keycloak.util.JsonSerialization;

/**
 * The hashed codes of a set that are still valid. Used ones are no longer in it.
 *
 * @param salt of the set
 * @param entries one hash each
 */
record BackupCodeSet(
        @JsonProperty("salt") byte[] salt,
        @JsonProperty("entries") List<Entry> entries) {

    private static final int SALT_BYTES = 16;

    BackupCodeSet {
        Objects.requireNonNull(salt, "salt");
        entries = List.copyOf(entries);
    }

    /**
     * @param bucket different for all entries
     * @param data algorithm and iterations, in the format of {@code PasswordHashProvider}
     * @param hash salt and hash, in the same format
     */
    record Entry(
            @JsonProperty("bucket") int bucket,
            @JsonProperty("data") String data,
            @JsonProperty("hash") String hash) {

        private static Entry of(int bucket, CredentialModel hashed) {
            return new Entry(bucket, hashed.getCredentialData(), hashed.getSecretData());
        }

        private CredentialModel hashed() {
            CredentialModel model = new CredentialModel();
            model.setCredentialData(data);
            model.setSecretData(hash);
            return model;
        }
    }

    /** A new set's salt together with its codes in clear. */
    record Generated(BackupCodes codes, byte[] salt) {}

    /** @param count at most {@link BackupCodeHash#BUCKETS} */
    static Generated generate(int count, int length) {
        byte[] salt = SecretGenerator.getInstance().randomBytes(SALT_BYTES);
        Set<Integer> buckets = new HashSet<>();
        BackupCodes codes = BackupCodes.generate(count, length, code -> buckets.add(BackupCodeHash.bucket(code, salt)));
        return new Generated(codes, salt);
    }

    /** A salt under which all of the codes are in different buckets. For 20 codes it takes thousands of attempts. */
    static byte[] saltFor(BackupCodes codes) {
        while (true) {
            byte[] salt = SecretGenerator.getInstance().randomBytes(SALT_BYTES);
            Set<Integer> buckets = new HashSet<>();
            if (codes.codes().stream().allMatch(code -> buckets.add(BackupCodeHash.bucket(code, salt)))) {
                return salt;
            }
        }
    }

    static BackupCodeSet hash(Generated generated, BackupCodeHash hash) {
        List<Entry> entries = new ArrayList<>();
        for (String code : generated.codes().codes()) {
            entries.add(Entry.of(BackupCodeHash.bucket(code, generated.salt()), hash.hash(code, generated.salt())));
        }
        return new BackupCodeSet(generated.salt(), entries);
    }

    /**
     * The entry of that code. Costs one hash for any input, correct or wrong, so that the time reveals nothing.
     *
     * @return empty if the code is not in the set
     */
    Optional<Entry> find(String code, BackupCodeHash hash) {
        int bucket = BackupCodeHash.bucket(code, salt);
        Optional<Entry> candidate =
                entries.stream().filter(entry -> entry.bucket() == bucket).findFirst();
        Optional<Entry> compared = candidate.or(() -> entries.stream().findFirst());
        boolean matches =
                compared.isPresent() && hash.matches(code, salt, compared.get().hashed());
        return matches ? candidate : Optional.empty();
    }

    BackupCodeSet without(Entry used) {
        return new BackupCodeSet(
                salt,
                entries.stream()
                        .filter(entry -> entry.bucket() != used.bucket())
                        .toList());
    }

    byte[] json() {
        try {
            return JsonSerialization.writeValueAsBytes(this);
        } catch (IOException e) {
            throw new IllegalStateException("a set of backup codes cannot be written", e);
        }
    }

    /** @throws SealException if it is not readable */
    static BackupCodeSet parse(byte[] json) {
        try {
            BackupCodeSet set = JsonSerialization.readValue(json, BackupCodeSet.class);
            if (set != null) {
                return set;
            }
        } catch (IOException e) {
            throw new SealException("the set of backup codes is not readable", e);
        }
        throw new SealException("the set of backup codes is not readable");
    }

    @Override
    public String toString() {
        return "BackupCodeSet[" + entries.size() + " hidden]";
    }
}
