package dev.tenantmfa.assurance.device;

import dev.tenantmfa.assurance.DeviceTerms;
import dev.tenantmfa.assurance.MfaPolicy;
import dev.tenantmfa.factor.Method;
import dev.tenantmfa.platform.KeycloakClock;
import dev.tenantmfa.platform.form.RequestOrigin;
import dev.tenantmfa.platform.store.CredentialChange;
import dev.tenantmfa.platform.store.CredentialLabel;
import dev.tenantmfa.platform.store.Fingerprint;
import dev.tenantmfa.platform.store.FreshCredentials;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/** The devices that a user trusts. Those that ended are removed when they are met. */
public final class TrustedDevices {

    /** The most devices of a user; another one replaces the one that was used longest ago. */
    static final int MOST = 10;

    /** The time of the last use is stored this exactly, so that a login does not always write. */
    private static final Duration SAME_USE = Duration.ofHours(1);

    private final KeycloakSession session;
    private final RealmModel realm;
    private final UserModel user;

    private TrustedDevices(KeycloakSession session, RealmModel realm, UserModel user) {
        this.session = session;
        this.realm = realm;
        this.user = user;
    }

    /** Of a user of the realm of the session's context. */
    public static TrustedDevices of(KeycloakSession session, UserModel user) {
        return of(session, session.getContext().getRealm(), user);
    }

    static TrustedDevices of(KeycloakSession session, RealmModel realm, UserModel user) {
        return new TrustedDevices(session, realm, user);
    }

    /** All that count, the newest first. Not from the cache, which shows an old time of the last use. */
    public List<TrustedDevice> all() {
        Instant now = KeycloakClock.now();
        List<CredentialModel> stored = FreshCredentials.ofType(session, realm, user, TrustedDevice.TYPE);
        if (stored.isEmpty()) {
            return List.of();
        }
        String basis = TrustBasis.of(session, user);
        List<TrustedDevice> counting = new ArrayList<>();
        for (CredentialModel model : stored) {
            Optional<TrustedDevice> device = TrustedDevice.of(model)
                    .filter(one ->
                            one.counts(MfaPolicy.devicesIn(session, one.data().tenantId(), user), basis, now));
            device.ifPresentOrElse(counting::add, () -> remove(model.getId()));
        }
        counting.sort(Comparator.comparing(TrustedDevice::createdAt).reversed());
        return counting;
    }

    /** How many devices the user trusts for logins into the tenant. Does not read secrets, and removes none that ended. */
    public int countIn(@Nullable String tenantId) {
        List<TrustedDevice> stored = user.credentialManager()
                .getStoredCredentialsByTypeStream(TrustedDevice.TYPE)
                .flatMap(model -> TrustedDevice.withoutCookie(model).stream())
                .filter(device -> Objects.equals(device.data().tenantId(), tenantId))
                .toList();
        if (stored.isEmpty()) {
            return 0;
        }
        DeviceTerms terms = MfaPolicy.devicesIn(session, tenantId, user);
        return (int) stored.stream().filter(device -> counts(device, terms)).count();
    }

    /** The device that the request comes from, if the user trusts it for logins under these terms. */
    public Optional<TrustedDevice> current(DeviceTerms terms) {
        if (!terms.allowAny()) {
            return Optional.empty();
        }
        return new DeviceCookie(session)
                .read()
                .flatMap(cookie -> known().filter(device -> Fingerprint.equal(device.cookie(), cookie))
                        .filter(device -> Objects.equals(device.data().tenantId(), terms.tenantId()))
                        .findFirst()
                        .flatMap(device -> byId(device.id(), terms))
                        .filter(device -> Fingerprint.equal(device.cookie(), cookie)));
    }

    /** The device with that id, if it counts under these terms. */
    Optional<TrustedDevice> byId(String id, DeviceTerms terms) {
        return FreshCredentials.byId(session, realm, user, id)
                .filter(model -> TrustedDevice.TYPE.equals(model.getType()))
                .flatMap(TrustedDevice::of)
                .filter(device -> counts(device, terms));
    }

    private boolean counts(TrustedDevice device, DeviceTerms terms) {
        return device.counts(terms, TrustBasis.of(session, user), KeycloakClock.now());
    }

    /** Records that a login was spared the second factor on the device, at the end of the request. */
    public void noteUse(TrustedDevice device) {
        Instant now = KeycloakClock.now();
        String address = RequestOrigin.address(session);
        if (isKnown(device, now, address)) {
            return;
        }
        CredentialChange change = new CredentialChange(session, realm, user);
        change.read(device.model())
                .ifPresent(stored -> change.atCommit(
                        stored,
                        model -> TrustedDevice.of(model)
                                .filter(other -> !isKnown(other, now, address))
                                .map(other -> other.with(other.data().used(now, address), other.cookie())
                                        .model())));
    }

    private static boolean isKnown(TrustedDevice device, Instant use, @Nullable String address) {
        return !device.lastUsedAt().isBefore(use.minus(SAME_USE))
                && Objects.equals(address, device.data().address());
    }

    /**
     * Trusts the device that the request comes from. Other tenants for which the user trusts it stay; devices of other
     * users in the same browser end, because the browser has one cookie.
     *
     * @param terms that allow it
     * @param shown the method that the user has just shown
     * @param credentialId of the credential with which it was shown; null for a key
     */
    public TrustedDevice trust(DeviceTerms terms, Method shown, @Nullable String credentialId) {
        Instant now = KeycloakClock.now();
        Optional<String> before = new DeviceCookie(session).read();
        List<TrustedDevice> sameBrowser = stored().stream()
                .filter(device -> before.filter(cookie -> Fingerprint.equal(device.cookie(), cookie))
                        .isPresent())
                .toList();
        Duration lifetime = Duration.ofDays(terms.days());
        for (TrustedDevice device : sameBrowser) {
            Duration left = Duration.between(now, device.expiresAt());
            lifetime = left.compareTo(lifetime) > 0 ? left : lifetime;
        }
        String cookie = new DeviceCookie(session).renew(lifetime);
        for (TrustedDevice device : sameBrowser) {
            if (Objects.equals(device.data().tenantId(), terms.tenantId())) {
                remove(device.id());
            } else {
                user.credentialManager()
                        .updateStoredCredential(
                                device.with(device.data(), cookie).model());
            }
        }
        makeRoom();
        // The code may have converted the credential, in another transaction.
        boolean changed =
                credentialId != null && user.credentialManager().getStoredCredentialById(credentialId) == null;
        String basis = changed ? TrustBasis.stored(session, user) : TrustBasis.of(session, user);
        return store(terms, shown, cookie, basis, now);
    }

    private TrustedDevice store(DeviceTerms terms, Method shown, String cookie, String basis, Instant now) {
        CredentialModel model = new CredentialModel();
        model.setId(KeycloakModelUtils.generateId());
        model.setType(TrustedDevice.TYPE);
        model.setCreatedDate(now.toEpochMilli());
        model.setUserLabel(CredentialLabel.counted(
                user,
                TrustedDevice.TYPE,
                Optional.ofNullable(RequestOrigin.browser(session)).orElse("Browser")));
        TrustedDevice.Data data = new TrustedDevice.Data(
                terms.tenantId(), terms.days(), shown.id(), basis, now.toEpochMilli(), RequestOrigin.address(session));
        TrustedDevice device = new TrustedDevice(model, data, cookie).with(data, cookie);
        user.credentialManager().createStoredCredential(device.model());
        return device;
    }

    private void makeRoom() {
        List<TrustedDevice> devices = new ArrayList<>(all());
        devices.sort(Comparator.comparing(TrustedDevice::lastUsedAt));
        for (int i = 0; i <= devices.size() - MOST; i++) {
            remove(devices.get(i).id());
        }
    }

    /** @return false if the user has no such device */
    public boolean forget(String id) {
        boolean found = stored().stream().anyMatch(device -> device.id().equals(id));
        return found && remove(id);
    }

    public void forgetAll() {
        forgetIf(device -> true);
    }

    /** Forgets the devices that count for logins into the tenant. */
    public void forgetIn(String tenantId) {
        forgetIf(device -> tenantId.equals(device.data().tenantId()));
    }

    private void forgetIf(Predicate<TrustedDevice> which) {
        FreshCredentials.ofType(session, realm, user, TrustedDevice.TYPE).stream()
                .filter(model -> TrustedDevice.of(model).map(which::test).orElse(true))
                .forEach(model -> remove(model.getId()));
    }

    private boolean remove(String id) {
        return user.credentialManager().removeStoredCredentialById(id);
    }

    /** From the cache, which may have one that was just forgotten, or not yet one that was just trusted, at another node. */
    private Stream<TrustedDevice> known() {
        return user.credentialManager()
                .getStoredCredentialsByTypeStream(TrustedDevice.TYPE)
                .flatMap(model -> TrustedDevice.of(model).stream());
    }

    /** Not from the cache: a device that was forgotten at another node must not count here. */
    private List<TrustedDevice> stored() {
        return FreshCredentials.ofType(session, realm, user, TrustedDevice.TYPE).stream()
                .flatMap(model -> TrustedDevice.of(model).stream())
                .toList();
    }
}
