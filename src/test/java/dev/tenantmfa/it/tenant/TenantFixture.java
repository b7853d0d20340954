package dev.tenantmfa.it.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenantmfa.it.Keycloak;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.Json;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.Tokens;
import java.util.Map;
import java.util.UUID;

/** A tenant of its own for a test, with an owner, made as a realm administrator makes one. */
public final class TenantFixture {
    private final Keycloak keycloak;
    private final RealmAdmin realm;
    private final String id;
    private final String name;
    private final String alias;
    private final Person owner;

    private TenantFixture(Keycloak keycloak, RealmAdmin realm, JsonNode tenant, Person owner) {
        this.keycloak = keycloak;
        this.realm = realm;
        this.id = tenant.get("id").asText();
        this.name = tenant.get("tenant_name").asText();
        this.alias = tenant.get("alias").asText();
        this.owner = owner;
    }

    /** A tenant whose owner is somebody new. */
    public static TenantFixture create(Keycloak keycloak) {
        return createIn(keycloak, keycloak.demo());
    }

    /** The same in another realm. */
    public static TenantFixture createIn(Keycloak keycloak, RealmAdmin realm) {
        return ownedBy(keycloak, realm, realm.newPerson());
    }

    public static TenantFixture ownedBy(Keycloak keycloak, Person owner) {
        return ownedBy(keycloak, keycloak.demo(), owner);
    }

    static TenantFixture ownedBy(Keycloak keycloak, RealmAdmin realm, Person owner) {
        String name = "Tenant " + UUID.randomUUID().toString().substring(0, 8);
        JsonNode tenant = realm.post("/tenants", Map.of("tenant_name", name, "owner_id", owner.id()))
                .expect(201)
                .json();
        return new TenantFixture(keycloak, realm, tenant, owner);
    }

    /** One that is there already. */
    public static TenantFixture of(Keycloak keycloak, RealmAdmin realm, String id, Person owner) {
        return new TenantFixture(
                keycloak, realm, realm.get("/tenants/" + id).expect(200).json(), owner);
    }

    public String id() {
        return id;
    }

    RealmAdmin realm() {
        return realm;
    }

    /** The realm's application with the password grant. */
    public OidcClient cli() {
        return OidcClient.of(keycloak.base(), realm.name(), "demo-cli");
    }

    /** The realm's application with the code flow. */
    public OidcClient app() {
        return OidcClient.of(keycloak.base(), realm.name(), "demo-app");
    }

    public String name() {
        return name;
    }

    public String alias() {
        return alias;
    }

    public Person owner() {
        return owner;
    }

    /** Somebody new of that role. */
    public Person newMember(String role) {
        Person person = realm.newPerson();
        add(person, role);
        return person;
    }

    /** Brings an account in as Keycloak's console does, and gives the role by our REST. */
    public void add(Person person, String role) {
        addAsAdministrator(person);
        if (!role.equals("MEMBER")) {
            call(owner, "PATCH", "/me/users/" + person.id(), Map.of("role", role))
                    .expect(200);
        }
    }

    /** Brings an account in as Keycloak's console does; no user has to log in for it. */
    public void addAsAdministrator(Person person) {
        realm.post("/organizations/" + id + "/members", "\"" + person.id() + "\"")
                .expect(201);
    }

    /** Tokens for this tenant. */
    public Tokens logIn(Person person) {
        return cli().password(person, "tenant", alias);
    }

    /** A call below {@code /tenants} by somebody who logs in for it. */
    public Answer call(Person person, String method, String path, Object body) {
        return call(logIn(person), method, path, body);
    }

    public Answer call(Tokens tokens, String method, String path, Object body) {
        return ApiContract.checked(method, cli().call(method, "/tenants" + path, tokens, body));
    }

    /** The person as the owner sees it. */
    public JsonNode member(Person person) {
        return call(owner, "GET", "/me/users/" + person.id(), null).expect(200).json();
    }

    /** Changes fields of the policy as a realm administrator does. */
    public void policy(Map<String, ?> fields) {
        realm.put("/tenants/" + id + "/mfa-policy", fields).expect(200);
    }

    /** Shuts the tenant as a realm administrator does. */
    public void suspend() {
        setActive(false);
    }

    /** Shuts or opens it, at the node where it was made. */
    public void setActive(boolean active) {
        keycloak.admin()
                .request("PATCH", "/admin/realms/" + realm.name() + "/tenants/" + id, Map.of("is_active", active))
                .expect(200);
    }

    /** Disables the organization as Keycloak's console does; unlike with our REST, sessions live on. */
    public void disable() {
        setEnabled(false);
    }

    /** Disables or enables the organization as Keycloak's console does. */
    public void setEnabled(boolean enabled) {
        ObjectNode organization =
                (ObjectNode) realm.get("/organizations/" + id).expect(200).json();
        realm.put("/organizations/" + id, organization.put("enabled", enabled)).expect(204);
    }

    static ObjectNode json() {
        return Json.object();
    }
}
