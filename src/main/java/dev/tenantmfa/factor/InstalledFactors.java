package dev.tenantmfa.factor;

import dev.tenantmfa.factor.limit.FailuresInARow;
import dev.tenantmfa.factor.pass.AccessPasses;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * The second factors of the server, by the names under which Keycloak knows them: credential types and required
 * actions. All code that needs such a name gets it here, so a new factor only needs its own package.
 */
public final class InstalledFactors {

    /** Type of the credentials that stand for devices on which no second factor is asked for. They prove nothing. */
    public static final String TRUSTED_DEVICE = "tmfa-trusted-device";

    /** Type of the credentials that mark a link to an identity provider as not confirmed. They prove nothing. */
    public static final String UNCONFIRMED_LINK = "tmfa-unconfirmed-link";

    private static final String OWN_TYPES = "tmfa-";

    /** Types of this extension's credentials that are not second factors: nobody has one because such a one is stored. */
    private static final Set<String> NO_FACTORS =
            Set.of(FailuresInARow.TYPE, TRUSTED_DEVICE, UNCONFIRMED_LINK, AccessPasses.TYPE);

    private final List<SecondFactorFactory> factories;

    private InstalledFactors(List<SecondFactorFactory> factories) {
        this.factories = factories;
    }

    public static InstalledFactors of(KeycloakSession session) {
        return of(session.getKeycloakSessionFactory());
    }

    /** For factories, which have no session. Call it in {@code postInit} at the earliest. */
    public static InstalledFactors of(KeycloakSessionFactory server) {
        return new InstalledFactors(server.getProviderFactoriesStream(SecondFactor.class)
                .map(SecondFactorFactory.class::cast)
                .sorted(Comparator.comparingInt(SecondFactorFactory::order))
                .toList());
    }

    /** In the order in which they check a code. */
    List<SecondFactorFactory> inOrder() {
        return factories;
    }

    /**
     * Whether any second factor of the user is stored, such as an app, a phone or a security key. A set of codes that are
     * all used does not count: nobody can be asked for it.
     */
    public boolean areStoredFor(RealmModel realm, UserModel user) {
        return user.credentialManager()
                .getStoredCredentialsStream()
                .anyMatch(one -> isFactorType(realm, one.getType()) && !isUsedUp(one));
    }

    /**
     * Whether all that is left of the user's second factors are sets of codes that are all used. Such a user must set up
     * another one; otherwise the second factor would end without a word.
     */
    public boolean areUsedUpFor(RealmModel realm, UserModel user) {
        return !usedUpOf(user).isEmpty() && !areStoredFor(realm, user);
    }

    /** The user's sets of codes that are all used. */
    public List<CredentialModel> usedUpOf(UserModel user) {
        return user.credentialManager()
                .getStoredCredentialsStream()
                .filter(this::isUsedUp)
                .toList();
    }

    private boolean isUsedUp(CredentialModel stored) {
        return factories.stream()
                .anyMatch(one -> one.credentialTypes().contains(stored.getType()) && one.isUsedUp(stored));
    }

    /**
     * Whether credentials of the type are second factors or part of one. Includes Keycloak's own and those of this
     * extension whose provider an administrator disabled: such a credential must still count.
     */
    public boolean isFactorType(RealmModel realm, String credentialType) {
        return SecurityKeys.types(realm).contains(credentialType)
                || credentialType.startsWith(OWN_TYPES) && !NO_FACTORS.contains(credentialType)
                || factories.stream().anyMatch(one -> one.credentialTypes().contains(credentialType));
    }

    /** The type in which this extension stores factors of the kind; empty if an administrator disabled its provider. */
    public Optional<String> typeOf(FactorKind kind) {
        return typesOf(kind).findFirst();
    }

    /** All types of credentials that store factors of the kind, Keycloak's own included. */
    public Set<String> allTypesOf(FactorKind kind) {
        return typesOf(kind).collect(Collectors.toSet());
    }

    /** All types of credentials that have typed codes, Keycloak's own included. */
    public Set<String> typesWithTypedCodes() {
        return FactorKind.TYPED.stream().flatMap(this::typesOf).collect(Collectors.toSet());
    }

    private Stream<String> typesOf(FactorKind kind) {
        return ofKind(kind).flatMap(one -> one.credentialTypes().stream());
    }

    private Stream<SecondFactorFactory> ofKind(FactorKind kind) {
        return factories.stream().filter(one -> one.kind().filter(kind::equals).isPresent());
    }

    /** Types of credentials for which Keycloak has no factor of its own. */
    public Set<String> typesLostOnConversion() {
        return factories.stream()
                .filter(SecondFactorFactory::isLostOnConversion)
                .flatMap(one -> one.credentialTypes().stream())
                .collect(Collectors.toSet());
    }

    /** The required action that sets up this extension's factor of the kind. */
    public Optional<String> setupActionOf(FactorKind kind) {
        return ofKind(kind).flatMap(one -> one.setupAction().stream()).findFirst();
    }
}
