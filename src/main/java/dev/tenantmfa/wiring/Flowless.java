package dev.tenantmfa.wiring;

import dev.tenantmfa.assurance.GateSettings;
import dev.tenantmfa.assurance.evidence.TrustedClients;
import dev.tenantmfa.assurance.flow.LoginMethod.State;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.Profile;
import org.keycloak.common.Profile.Feature;
import org.keycloak.models.CibaConfig;
import org.keycloak.models.ClientModel;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.OIDCConfigAttributes;

/**
 * A login method of a client that runs no flow with a step of this extension. Only the gate checks it: that is enough if the
 * gate is strict, or if an administrator trusts the client to ask for a second factor itself.
 */
public record Flowless(Kind kind, ClientModel client) {

    /** A protocol or grant without such a flow. */
    public enum Kind {
        SAML_ECP("saml-ecp", "SAML ECP", "saml.allow.ecp.flow", null, "It asks for the password only."),
        DOCKER("docker", "Docker", null, Feature.DOCKER, "It asks for the password only."),
        CIBA(
                "ciba",
                "CIBA",
                CibaConfig.OIDC_CIBA_GRANT_ENABLED,
                Feature.CIBA,
                "A device outside of Keycloak confirms the login, and nobody asks for a second factor."),
        JWT_GRANT(
                "jwt-authorization-grant",
                "JWT authorization grant",
                OIDCConfigAttributes.JWT_AUTHORIZATION_GRANT_ENABLED,
                Feature.JWT_AUTHORIZATION_GRANT,
                "Anyone who has an assertion of the identity provider gets tokens of the user."),
        TOKEN_EXCHANGE(
                "token-exchange",
                "token exchange",
                OIDCConfigAttributes.STANDARD_TOKEN_EXCHANGE_ENABLED,
                Feature.TOKEN_EXCHANGE_STANDARD_V2,
                "");

        private final String id;
        private final String title;
        private final @Nullable String attribute;
        private final @Nullable Feature feature;
        private final String proof;

        Kind(String id, String title, @Nullable String attribute, @Nullable Feature feature, String proof) {
            this.id = id;
            this.title = title;
            this.attribute = attribute;
            this.feature = feature;
            this.proof = proof;
        }

        public String title() {
            return title;
        }

        /** What a login by it shows. */
        public String proof() {
            return proof;
        }

        /** A Docker client has no switch for it: it is one by its protocol. */
        private boolean isOnFor(ClientModel client) {
            return attribute == null
                    ? "docker-v2".equals(client.getProtocol())
                    : "true".equals(client.getAttribute(attribute));
        }

        private boolean isOnAtServer() {
            return feature == null || Profile.isFeatureEnabled(feature);
        }
    }

    /** Those that are in use, in a fixed order. */
    public static List<Flowless> of(RealmModel realm) {
        return realm.getClientsStream()
                .filter(ClientModel::isEnabled)
                .sorted(Comparator.comparing(ClientModel::getClientId))
                .flatMap(client -> Stream.of(Kind.values())
                        .filter(kind -> kind.isOnFor(client))
                        .map(kind -> new Flowless(kind, client)))
                .toList();
    }

    public String id() {
        return "client:" + client.getClientId() + ":" + kind.id;
    }

    /** Exchanged tokens belong to a session that another login method opened, and the gate checks that session. */
    public State state() {
        if (!kind.isOnAtServer()) {
            return State.OFF;
        }
        if (kind == Kind.TOKEN_EXCHANGE) {
            return State.GUARDED;
        }
        if (GateSettings.isOff(client)) {
            return State.OPEN;
        }
        return GateSettings.isStrict(client.getRealm()) || isTrusted() ? State.GUARDED : State.PARTLY;
    }

    private boolean isTrusted() {
        return (kind == Kind.CIBA || kind == Kind.JWT_GRANT) && "true".equals(TrustedClients.SETTING.in(client));
    }

    /** The options of a command that updates the client and switches it off. */
    public String off() {
        return kind.attribute == null ? "-s enabled=false" : "-s 'attributes.\"" + kind.attribute + "\"=false'";
    }
}
