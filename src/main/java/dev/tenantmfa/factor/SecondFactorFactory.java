package dev.tenantmfa.factor;

import dev.tenantmfa.platform.WithoutLifecycle;
import java.util.Optional;
import java.util.Set;
import org.keycloak.credential.CredentialModel;

/**
 * Creates a {@link SecondFactor} and names the types by which Keycloak knows it, available without a session.
 * {@link #order()} sets the order in which factors check a code: lower first.
 */
public interface SecondFactorFactory extends WithoutLifecycle<SecondFactor> {

    /** The kind of its codes; empty for a factor without typed codes, such as a security key. */
    default Optional<FactorKind> kind() {
        return Optional.empty();
    }

    /** Types of the factor's stored credentials; empty for a factor that is not stored. */
    default Set<String> credentialTypes() {
        return Set.of();
    }

    /** Id of this extension's required action that sets up the factor; empty if there is none. */
    default Optional<String> setupAction() {
        return Optional.empty();
    }

    /**
     * Whether the stored credential has nothing left with which the user could log in, such as a set of codes that are all
     * used. Not for one that cannot be read. Does not read secrets.
     */
    default boolean isUsedUp(CredentialModel stored) {
        return false;
    }

    /** Whether Keycloak has no factor of its own to which the credentials could be converted. */
    default boolean isLostOnConversion() {
        return false;
    }
}
