package dev.tenantmfa.assurance.device;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tenantmfa.assurance.DeviceTerms;
import dev.tenantmfa.assurance.evidence.Evidence;
import dev.tenantmfa.factor.InstalledFactors;
import dev.tenantmfa.factor.Method;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.credential.CredentialModel;
import org.keycloak.util.JsonSerialization;

/**
 * A browser that a user trusts, as Keycloak stores it: a credential with the fingerprint of the browser's cookie.
 *
 * @param model the stored credential
 * @param data what everybody who sees the credential may know
 * @param cookie fingerprint of the cookie, see {@link DeviceCookie}
 */
public record TrustedDevice(CredentialModel model, Data data, String cookie) {

    public static final String TYPE = InstalledFactors.TRUSTED_DEVICE;

    private static final String COOKIE = "cookie";

    /**
     * @param tenantId the tenant for whose logins the device counts; null for logins into no tenant
     * @param days after which it is forgotten, as the policy was when it was trusted
     * @param method id of the method that was shown when it was trusted
     * @param basis fingerprint of the credentials that the user had then, see {@link TrustBasis}
     * @param lastUsedAt in milliseconds
     * @param address of the last login
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Data(
            @JsonProperty("tenantId") @Nullable String tenantId,
            @JsonProperty("days") int days,
            @JsonProperty("method") String method,
            @JsonProperty("basis") String basis,
            @JsonProperty("lastUsedAt") long lastUsedAt,
            @JsonProperty("address") @Nullable String address) {

        Data used(Instant now, @Nullable String from) {
            return new Data(tenantId, days, method, basis, now.toEpochMilli(), from);
        }
    }

    /** @return empty if the stored data is not readable */
    static Optional<TrustedDevice> of(CredentialModel stored) {
        try {
            Map<?, ?> secret = JsonSerialization.readValue(stored.getSecretData(), Map.class);
            return secret == null || !(secret.get(COOKIE) instanceof String cookie)
                    ? Optional.empty()
                    : withoutCookie(stored).map(device -> new TrustedDevice(device.model(), device.data(), cookie));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** For those who only count: reads no secret. */
    static Optional<TrustedDevice> withoutCookie(CredentialModel stored) {
        try {
            Data data = JsonSerialization.readValue(stored.getCredentialData(), Data.class);
            return data == null ? Optional.empty() : Optional.of(new TrustedDevice(stored.shallowClone(), data, ""));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The same device after another use, or with another cookie. */
    TrustedDevice with(Data newData, String newCookie) {
        CredentialModel changed = model.shallowClone();
        try {
            changed.setCredentialData(JsonSerialization.writeValueAsString(newData));
            changed.setSecretData(JsonSerialization.writeValueAsString(Map.of(COOKIE, newCookie)));
        } catch (IOException e) {
            throw new IllegalStateException("credential data cannot be written", e);
        }
        return new TrustedDevice(changed, newData, newCookie);
    }

    public String id() {
        return model.getId();
    }

    /** The browser and the system, such as {@code Firefox/130.0, Linux}. */
    public String label() {
        return model.getUserLabel() == null ? "" : model.getUserLabel();
    }

    public Instant createdAt() {
        return Instant.ofEpochMilli(model.getCreatedDate() == null ? 0 : model.getCreatedDate());
    }

    public Instant lastUsedAt() {
        return Instant.ofEpochMilli(data.lastUsedAt());
    }

    public Instant expiresAt() {
        return createdAt().plus(Duration.ofDays(data.days()));
    }

    /** Whether the device still counts where these terms apply. */
    boolean counts(DeviceTerms terms, String basis, Instant now) {
        return terms.allowAny()
                && Objects.equals(data.tenantId(), terms.tenantId())
                && data.days() <= terms.days()
                && !createdAt().isBefore(terms.since())
                && now.isBefore(expiresAt())
                && data.basis().equals(basis);
    }

    /** What the device stands for at a login: the method that was shown when it was trusted. Never stored as evidence. */
    public Optional<Evidence> standsFor(Instant now) {
        return Method.of(data.method()).map(method -> new Evidence(method, now));
    }
}
