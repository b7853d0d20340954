package dev.tenantmfa.it.mfa;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.Json;
import dev.tenantmfa.it.actors.OtherRealm;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import dev.tenantmfa.it.tenant.TenantFixture;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/**
 * A tenant that requires a second factor of all members and accepts that of its identity provider, which is another realm,
 * with a member whose account is linked there and who has no second factor here.
 */
final class Upstream {

    private static final String MAPPERS = "/identity-provider/instances/%s/mappers";

    private final KeycloakServer keycloak;
    private final OtherRealm elsewhere;
    private final boolean saml;
    private final TenantFixture tenant;
    private final Person here;
    private final Person there;
    private final String mapper;
    private String said = "";

    private Upstream(KeycloakServer keycloak, OtherRealm elsewhere, boolean saml) {
        this.keycloak = keycloak;
        this.elsewhere = elsewhere;
        this.saml = saml;
        this.tenant = TenantFixture.create(keycloak);
        this.here = tenant.newMember("MEMBER");
        this.there = elsewhere.realm().newPerson();
        link(here, there);
        accept(true);
        linkToOrganization();
        // The login there outlives what tests do with the clock.
        elsewhere.realm().update(realm -> realm.put("ssoSessionIdleTimeout", 86_400));
        this.mapper = keycloak.demo().create(String.format(MAPPERS, alias()), mapper(Map.of()));
    }

    static Upstream oidc(KeycloakServer keycloak) {
        return new Upstream(keycloak, OtherRealm.join(keycloak.admin(), keycloak.base(), keycloak.demo()), false);
    }

    static Upstream saml(KeycloakServer keycloak) {
        return new Upstream(keycloak, OtherRealm.joinBySaml(keycloak.admin(), keycloak.base(), keycloak.demo()), true);
    }

    TenantFixture tenant() {
        return tenant;
    }

    OtherRealm elsewhere() {
        return elsewhere;
    }

    Person here() {
        return here;
    }

    Person there() {
        return there;
    }

    String alias() {
        return elsewhere.alias();
    }

    void link(Person account, Person accountThere) {
        if (saml) {
            elsewhere.linkByName(account, accountThere);
        } else {
            elsewhere.link(account, accountThere);
        }
    }

    void accept(boolean accepted) {
        tenant.policy(Map.of("required_for", "ALL", "grace_period_days", 0, "accept_upstream", accepted));
    }

    void linkToOrganization() {
        keycloak.demo().post(organization() + "/identity-providers", alias()).expect(204);
    }

    void unlinkFromOrganization() {
        keycloak.demo()
                .delete(organization() + "/identity-providers/" + alias())
                .expect(204);
    }

    private String organization() {
        return "/organizations/" + tenant.id();
    }

    void validateSignatures(boolean validated) {
        elsewhere.change(provider ->
                provider.withObjectProperty("config").put("validateSignature", Boolean.toString(validated)));
    }

    /** Replaces the settings of the mapper. */
    Upstream settings(Map<String, String> settings) {
        keycloak.demo()
                .put(
                        String.format(MAPPERS, alias()) + "/" + mapper,
                        mapper(settings).put("id", mapper))
                .expect(204);
        return this;
    }

    private ObjectNode mapper(Map<String, String> settings) {
        ObjectNode representation = Json.object()
                .put("name", "MFA there")
                .put("identityProviderAlias", alias())
                .put("identityProviderMapper", "tmfa-upstream-mfa");
        ObjectNode config = representation.putObject("config").put("syncMode", "IMPORT");
        settings.forEach(config::put);
        return representation;
    }

    /** From now on, the ID token says so, and nothing that was said before. */
    Upstream says(String claim, String json) {
        return say(claim, json, true);
    }

    /** The same in access token and userinfo only. */
    Upstream saysUnsigned(String claim, String json) {
        return say(claim, json, false);
    }

    private Upstream say(String claim, String json, boolean signed) {
        return said(
                "openid-connect",
                "oidc-hardcoded-claim-mapper",
                Map.of(
                        "claim.name",
                        claim,
                        "claim.value",
                        json,
                        "jsonType.label",
                        "JSON",
                        "id.token.claim",
                        Boolean.toString(signed),
                        "access.token.claim",
                        Boolean.toString(!signed),
                        "userinfo.token.claim",
                        Boolean.toString(!signed)));
    }

    /** From now on, assertions have this attribute, and none that was said before. */
    Upstream saysAttribute(String name, String value) {
        return said(
                "saml",
                "saml-hardcode-attribute-mapper",
                Map.of("attribute.name", name, "attribute.value", value, "attribute.nameformat", "URI Reference"));
    }

    private Upstream said(String protocol, String type, Map<String, String> config) {
        silent();
        said = elsewhere
                .realm()
                .create(
                        mappersThere(),
                        Map.of("name", "said", "protocol", protocol, "protocolMapper", type, "config", config));
        return this;
    }

    /** Nothing that was said before is said again. */
    Upstream silent() {
        if (!said.isEmpty()) {
            elsewhere.realm().delete(mappersThere() + "/" + said).expect(204);
            said = "";
        }
        return this;
    }

    private String mappersThere() {
        String client = saml ? keycloak.base() + "/realms/demo" : "joined-realm";
        return "/clients/" + elsewhere.realm().client(client).get("id").asText() + "/protocol-mappers/models";
    }

    AuthorizationRequest request() {
        return request(tenant);
    }

    AuthorizationRequest request(TenantFixture entered) {
        return entered.app().authorization().with("tenant", entered.alias()).with("kc_idp_hint", alias());
    }

    /** A login through the identity provider in a new browser; gives what comes then. */
    WebPage logIn() {
        return logIn(keycloak.visitor(), request().uri(), there);
    }

    /** The same in a browser that may be logged in there. */
    WebPage logIn(Visitor browser, URI request, Person person) {
        WebPage page = browser.open(request);
        if (page.hasField("password")) {
            page = browser.submit(page, Map.of("username", person.username(), "password", person.password()));
        }
        return page.hasField("SAMLResponse") ? browser.submit(page, Map.of()) : page;
    }

    /** Tokens of a login that asks for nothing here. */
    Tokens tokens(Visitor browser) {
        AuthorizationRequest request = request();
        return tenant.app().redeem(request, logIn(browser, request.uri(), there).code());
    }

    /** Deletes the identity provider and its realm. */
    void leave() {
        elsewhere.leave();
    }

    static Map<String, String> settings(String... pairs) {
        Map<String, String> settings = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            settings.put(pairs[i], pairs[i + 1]);
        }
        return settings;
    }
}
