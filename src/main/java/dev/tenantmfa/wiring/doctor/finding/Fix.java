package dev.tenantmfa.wiring.doctor.finding;

import dev.tenantmfa.assurance.flow.FlowNode;
import dev.tenantmfa.assurance.flow.FlowNode.Step;
import dev.tenantmfa.assurance.flow.FlowNode.SubFlow;
import dev.tenantmfa.assurance.flow.LoginMethod;
import java.util.Collections;
import java.util.Optional;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.RealmModel;

/** Commands that repair something. They are complete, and can be pasted after {@code kcadm.sh config credentials}. */
public final class Fix {

    private Fix() {}

    /** @param option as JSON; empty for none */
    public static String install(String realm, String option) {
        return "kcadm.sh create mfa/install -r " + quoted(realm) + " -o -b '{\"dry_run\":false"
                + (option.isEmpty() ? "" : "," + option) + "}'";
    }

    /** Wires a login method. */
    public static String wiring(RealmModel realm, LoginMethod method) {
        return switch (method.scope()) {
            case CLIENT_POLICY ->
                "Let the executor auth-flow-enforcer of the client profile " + method.owner()
                        + " select a flow with the step, such as the browser flow of the realm.";
            case CLIENT -> install(realm.getName(), "\"clients\":\"rebind\"");
            default -> install(realm.getName(), "");
        };
    }

    public static String realm(String realm, String setting) {
        return "kcadm.sh update realms/" + quoted(realm) + " -s " + setting;
    }

    /** For an attribute of an organization; no value removes it. */
    public static String organization(String realm, String id, String attribute, String... values) {
        String name = "'attributes.\"" + attribute + "\"";
        return "kcadm.sh update organizations/" + id + " -r " + quoted(realm)
                + (values.length == 0
                        ? " -d " + name + "'"
                        : " -s " + name + "=[\"" + String.join("\",\"", values) + "\"]'");
    }

    public static String action(String realm, String id, boolean enabled) {
        return "kcadm.sh update authentication/required-actions/" + id + " -r " + quoted(realm) + " -s enabled="
                + enabled;
    }

    public static String register(String realm, String id, String name) {
        return "kcadm.sh create authentication/register-required-action -r " + quoted(realm) + " -s providerId=" + id
                + " -s name='" + name + "'";
    }

    /** Takes an execution out of a flow. */
    public static String remove(RealmModel realm, String flow, FlowNode node) {
        return execution(realm, flow, node)
                .map(id -> "kcadm.sh delete authentication/executions/" + id + " -r " + quoted(realm.getName()))
                .orElse("");
    }

    /** Moves an execution up in its flow. */
    public static String raise(RealmModel realm, String flow, FlowNode node, int steps) {
        return execution(realm, flow, node)
                .map(id -> "kcadm.sh create authentication/executions/" + id + "/raise-priority -r "
                        + quoted(realm.getName()))
                .map(once -> String.join(" && ", Collections.nCopies(steps, once)))
                .orElse("");
    }

    /** Adds Allow access to a flow, so that it does not fail if no condition in it applies. */
    public static String allowAccess(RealmModel realm, String flow) {
        return Optional.ofNullable(realm.getFlowByAlias(flow))
                .map(found -> "kcadm.sh create authentication/executions -r " + quoted(realm.getName())
                        + " -b '{\"parentFlow\":\"" + found.getId()
                        + "\",\"requirement\":\"REQUIRED\",\"priority\":1000,\"authenticator\":\"allow-access-authenticator\","
                        + "\"authenticatorFlow\":false}'")
                .orElse("");
    }

    private static Optional<String> execution(RealmModel realm, String flow, FlowNode node) {
        return Optional.ofNullable(realm.getFlowByAlias(flow)).stream()
                .flatMap(found -> realm.getAuthenticationExecutionsStream(found.getId()))
                .filter(execution -> execution.isAuthenticatorFlow()
                        ? node instanceof SubFlow && node.name().equals(alias(realm, execution.getFlowId()))
                        : node instanceof Step && node.name().equals(execution.getAuthenticator()))
                .map(AuthenticationExecutionModel::getId)
                .findFirst();
    }

    private static String alias(RealmModel realm, String id) {
        AuthenticationFlowModel flow = realm.getAuthenticationFlowById(id);
        return flow == null ? "" : flow.getAlias();
    }

    public static String events(String realm) {
        return "kcadm.sh update events/config -r " + quoted(realm) + " -s eventsEnabled=true";
    }

    /** For a shell: names of realms and clients are chosen by administrators. */
    public static String quoted(String name) {
        return name.matches("[\\w.@:/-]+") ? name : "'" + name.replace("'", "'\\''") + "'";
    }
}
