package dev.tenantmfa.factor;

import dev.tenantmfa.platform.WithoutLifecycle;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a {@link SecondFactor}, and says by which names Keycloak knows it: these can be asked without a session.
 * {@link #order()} is the order in which factors check a code: lower first.
 */
public interface SecondFactorFactory extends WithoutLifecycle<SecondFactor> {

    /** The kind of its codes; empty for a factor whose proof is not a typed code, such as a security key. */
    default Optional<FactorKind> kind() {
        return Optional.empty();
    }

    /** Types of the stored credentials that the factor consists of; empty for a factor that is not stored. */
    default Set<String> credentialTypes() {
        return Set.of();
    }

    /** Id of the required action of this extension that sets the factor up; empty if there is none. */
    default Optional<String> setupAction() {
        return Optional.empty();
    }

    /** Whether Keycloak has no factor of its own that its credentials could be converted to. */
    default boolean isLostOnConversion() {
        return false;
    }
}
