package dev.tenantmfa.accesspass;

import com.google.auto.service.AutoService;
import dev.tenantmfa.factor.FactorKind;
import dev.tenantmfa.factor.SecondFactor;
import dev.tenantmfa.factor.SecondFactorFactory;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;

/** Names no credential type: a stored pass is not a second factor that the user has. */
@AutoService(SecondFactorFactory.class)
public final class AccessPassFactorFactory implements SecondFactorFactory {

    @Override
    public String getId() {
        return AccessPassCredential.TYPE;
    }

    /** Last: the other codes are the usual ones. */
    @Override
    public int order() {
        return 60;
    }

    @Override
    public Optional<FactorKind> kind() {
        return Optional.of(FactorKind.ACCESS_PASS);
    }

    @Override
    public SecondFactor create(KeycloakSession session) {
        return new AccessPassFactor(session);
    }
}
