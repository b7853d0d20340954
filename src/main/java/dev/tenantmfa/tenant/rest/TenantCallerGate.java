package dev.tenantmfa.tenant.rest;

import com.google.auto.service.AutoService;
import dev.tenantmfa.platform.rest.Caller;
import dev.tenantmfa.platform.rest.CallerGate;
import dev.tenantmfa.platform.rest.CallerGateFactory;
import dev.tenantmfa.platform.rest.Problem;
import dev.tenantmfa.platform.rest.Refusal;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;

/**
 * Denies access to the other resources if the token is for a tenant that the caller may not enter. Does not check the
 * second factor that the tenant requires: users must be able to set one up.
 */
record TenantCallerGate(KeycloakSession session) implements CallerGate {

    @Override
    public Optional<Problem> refusalOf(Caller caller) {
        try {
            new TenantApi(session).requireOpenTenant(caller);
            return Optional.empty();
        } catch (Refusal refusal) {
            return Optional.of(refusal.problem());
        }
    }

    /** Registers the gate with Keycloak. */
    @AutoService(CallerGateFactory.class)
    public static final class Factory implements CallerGateFactory {

        @Override
        public CallerGate create(KeycloakSession session) {
            return new TenantCallerGate(session);
        }

        @Override
        public String getId() {
            return "tenant";
        }
    }
}
