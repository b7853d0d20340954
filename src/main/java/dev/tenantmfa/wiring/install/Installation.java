package dev.tenantmfa.wiring.install;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.tenantmfa.platform.rest.Problem;
import dev.tenantmfa.wiring.rebuild.FlowWriter;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.models.RealmModel;
import org.keycloak.util.JsonSerialization;

/**
 * What the realm was before: one entry for each thing that an installation changed. It is kept as the settings of a DISABLED
 * step in a flow that nobody binds: a tool that replaces the realm's attributes does not reach them, one that removes settings
 * without a step keeps them, and so do export and import. A partial export masks all settings that no step of the server
 * declares, so it is one that is declared.
 */
public final class Installation {

    /** Alias of those settings, and of the flow. */
    public static final String ALIAS = "tenant-mfa installation";

    /** A step of Keycloak that can never let anybody in, and its setting. */
    private static final String STEP = "deny-access-authenticator";

    private static final String RECORD = "denyErrorMessage";

    private final RealmModel realm;

    Installation(RealmModel realm) {
        this.realm = realm;
    }

    /**
     * What was changed, with the state of before; empty if nothing was installed.
     *
     * @throws dev.tenantmfa.platform.rest.Refusal 409 if an administrator edited it
     */
    Map<String, String> entries() {
        String record = stored().map(config -> config.getConfig().get(RECORD)).orElse("{}");
        try {
            return new TreeMap<>(JsonSerialization.readValue(record, new TypeReference<Map<String, String>>() {}));
        } catch (IOException e) {
            throw Problem.conflict(
                            "record_unreadable",
                            "The settings \"" + ALIAS
                                    + "\" of the flow of that name are not what an installation wrote."
                                    + " Delete the flow, and bind the flows of before in the console.")
                    .refusal();
        }
    }

    /** Records the state of before. An older entry stays: it tells what was there before the first installation. */
    void note(String what, String before) {
        Map<String, String> entries = entries();
        if (entries.putIfAbsent(what, before) == null) {
            keep(JsonSerialization.valueAsString(entries));
        }
    }

    private void keep(String record) {
        Optional<AuthenticatorConfigModel> stored = stored();
        AuthenticatorConfigModel config = stored.orElseGet(AuthenticatorConfigModel::new);
        config.setAlias(ALIAS);
        config.setConfig(new HashMap<>(Map.of(RECORD, record)));
        if (stored.isPresent()) {
            realm.updateAuthenticatorConfig(config);
        } else {
            config = realm.addAuthenticatorConfig(config);
        }
        hang(config.getId());
    }

    private void hang(String config) {
        AuthenticationFlowModel flow =
                Optional.ofNullable(realm.getFlowByAlias(ALIAS)).orElseGet(this::addFlow);
        if (realm.getAuthenticationExecutionsStream(flow.getId())
                .noneMatch(step -> config.equals(step.getAuthenticatorConfig()))) {
            AuthenticationExecutionModel step = new AuthenticationExecutionModel();
            step.setParentFlow(flow.getId());
            step.setAuthenticator(STEP);
            step.setRequirement(Requirement.DISABLED);
            step.setAuthenticatorConfig(config);
            realm.addAuthenticatorExecution(step);
        }
    }

    private AuthenticationFlowModel addFlow() {
        AuthenticationFlowModel flow = new AuthenticationFlowModel();
        flow.setAlias(ALIAS);
        flow.setProviderId("basic-flow");
        flow.setDescription("What mfa/uninstall needs. Do not bind or delete it.");
        flow.setTopLevel(true);
        flow.setBuiltIn(false);
        return realm.addAuthenticationFlow(flow);
    }

    void forget() {
        Optional.ofNullable(realm.getFlowByAlias(ALIAS)).ifPresent(new FlowWriter(realm)::delete);
        stored().ifPresent(realm::removeAuthenticatorConfig);
    }

    private Optional<AuthenticatorConfigModel> stored() {
        return Optional.ofNullable(realm.getAuthenticatorConfigByAlias(ALIAS));
    }
}
