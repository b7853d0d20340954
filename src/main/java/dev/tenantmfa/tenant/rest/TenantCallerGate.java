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
 * Shuts the other resources to tokens of a tenant that is shut itself. What the tenant asks of a session's second factor
 * is not looked at: there must be a way of setting one up.
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

    /** Lets Keycloak find it. */
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
