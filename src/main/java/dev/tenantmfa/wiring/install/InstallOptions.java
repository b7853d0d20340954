package dev.tenantmfa.wiring.install;

import dev.tenantmfa.assurance.flow.LoginMethod;
import dev.tenantmfa.assurance.flow.LoginMethod.Kind;
import dev.tenantmfa.assurance.flow.LoginMethod.Scope;
import java.util.List;
import java.util.Set;

/**
 * What is to be installed.
 *
 * @param doors kinds of flows to wire
 * @param rebindClients whether flows that clients override are wired too
 * @param tenantAccess whether the flows check the tenant
 * @param tenantForm whether the sign-in form of this extension replaces Keycloak's
 * @param messageCodes whether users can set up a phone
 * @param webauthn whether users can register security keys and passkeys
 * @param createScope whether the client scope is created
 * @param defaultFor client ids that get the scope by default
 * @param console whether the client of the tenants' console is created
 * @param disableBuiltInActions whether Keycloak's own setups are switched off
 * @param replacePending whether users who have to set up Keycloak's OTP set up this extension's app instead
 * @param strictGate whether the gate becomes strict
 * @param allowOpen ids of login methods that may stay open
 */
record InstallOptions(
        Set<Kind> doors,
        boolean rebindClients,
        boolean tenantAccess,
        boolean tenantForm,
        boolean messageCodes,
        boolean webauthn,
        boolean createScope,
        List<String> defaultFor,
        boolean console,
        boolean disableBuiltInActions,
        boolean replacePending,
        boolean strictGate,
        List<String> allowOpen) {

    boolean wires(LoginMethod method) {
        return doors.contains(method.kind())
                && method.scope() != Scope.CLIENT_POLICY
                && (method.scope() != Scope.CLIENT || rebindClients);
    }
}
