package dev.tenantmfa.bench;

import dev.tenantmfa.it.actors.Admin;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** One of the two servers that are measured, and everything that is done with its realm. A wrong answer fails. */
final class TenantSide {

    private static final int MOST_ON_A_PAGE = 100;

    /** Pages are so large that a hundredth one is there. */
    private static final int PAGES = 100;

    private static final int ADMIN_PAGE = 20;

    private final URI server;
    private final TenantSizes sizes;
    private final RealmAdmin admin;
    private final Map<String, Tokens> refreshed = new HashMap<>();
    private final Tokens crowdOwner;
    private final Tokens usualOwner;
    private final Map<Integer, Tokens> founders = new HashMap<>();
    private final Map<Integer, Person> members = new HashMap<>();
    private int created;

    TenantSide(URI server, TenantSizes sizes) {
        this.server = server;
        this.sizes = sizes;
        this.admin = new Admin(server, "admin", "admin").realm(TenantRealm.NAME);
        this.crowdOwner = logIn(sizes.crowdOwner(), TenantRealm.WITH_MAPPER);
        this.usualOwner = logIn(sizes.usualOwner(), TenantRealm.WITH_MAPPER);
        for (String client :
                new String[] {TenantRealm.WITH_MAPPER, TenantRealm.WITHOUT_MAPPER, TenantRealm.WITHOUT_GATE}) {
            refreshed.put(client, logIn(sizes.usualOwner(), client));
        }
    }

    // --- logins and tokens

    void passwordGrant(String client) {
        logIn(sizes.usualOwner(), client);
    }

    /** Of a person of several tenants, see {@link TenantSizes#busy}. */
    void passwordGrantOfBusy(int place) {
        Tokens tokens = client(TenantRealm.WITH_MAPPER)
                .password(person(sizes.busy(place)), "tenant", TenantRealm.alias(sizes.busyTenant()));
        tokens.answer().expect(200);
    }

    /** The same by a client of Keycloak's own means, which asks for no tenant. */
    void passwordGrantOfBusy(int place, String client) {
        logIn(sizes.busy(place), client);
    }

    void refresh(String client) {
        Tokens next = client(client).refresh(refreshed.get(client));
        next.answer().expect(200);
        refreshed.put(client, next);
    }

    void browserLogin() {
        browserLogin(client(TenantRealm.WITH_MAPPER).authorization(), sizes.usualOwner());
    }

    void browserLoginOfBusiest() {
        browserLogin(
                client(TenantRealm.WITH_MAPPER).authorization().with("tenant", TenantRealm.alias(sizes.busyTenant())),
                sizes.busy(0));
    }

    private void browserLogin(AuthorizationRequest request, int number) {
        client(TenantRealm.WITH_MAPPER)
                .redeem(
                        request,
                        new Visitor(server).logIn(request.uri(), person(number)).code())
                .answer()
                .expect(200);
    }

    private Tokens logIn(int number, String client) {
        Tokens tokens = client(client).password(person(number));
        tokens.answer().expect(200);
        return tokens;
    }

    // --- a tenant's own view

    void me() {
        call("/tenants/me", usualOwner);
    }

    void meInCrowd() {
        call("/tenants/me", crowdOwner);
    }

    void firstUsers() {
        users(0);
    }

    void hundredthUsers() {
        users((PAGES - 1) * page());
    }

    private void users(int first) {
        expectItems(call("/tenants/me/users?first=" + first + "&max=" + page(), crowdOwner), page());
    }

    /** A call about the invitations of the crowded tenant or of a usual one, by its owner. */
    Answer invitations(boolean crowded, String method, String path, Map<String, String> body) {
        Tokens owner = crowded ? crowdOwner : usualOwner;
        return client(TenantRealm.WITH_MAPPER)
                .call(method, "/tenants/me/invitations" + path, owner, body.isEmpty() ? null : body);
    }

    private Answer call(String path, Tokens tokens) {
        return client(TenantRealm.WITH_MAPPER).call("GET", path, tokens, null).expect(200);
    }

    private int page() {
        return Math.min(MOST_ON_A_PAGE, Math.max(1, sizes.crowd() / PAGES));
    }

    // --- administration, ours and Keycloak's own

    void list(String resource) {
        admin.get("/" + resource + "?first=0&max=" + ADMIN_PAGE).expect(200);
    }

    /** With attributes, which Keycloak's own list leaves out unless asked. */
    void listInFull() {
        admin.get("/organizations?briefRepresentation=false&first=0&max=" + ADMIN_PAGE)
                .expect(200);
    }

    void search(String resource) {
        String name = TenantRealm.tenant(sizes.usualTenant()).toLowerCase(Locale.ROOT);
        expectItems(admin.get("/" + resource + "?search=" + Http.encode(name)).expect(200), 1);
    }

    void read(String resource) {
        admin.get("/" + resource + "/" + TenantLoader.tenantId(sizes.usualTenant()))
                .expect(200);
    }

    void doctor() {
        admin.get("/mfa/doctor").expect(200);
    }

    void members() {
        expectItems(
                admin.get("/organizations/" + TenantLoader.tenantId(TenantSizes.CROWDED_TENANT)
                                + "/members?first=0&max=" + page())
                        .expect(200),
                page());
    }

    /** Gives the id, for {@link #remove}. */
    String createTenant() {
        return admin.create("/tenants", Map.of("tenant_name", "New " + ++created));
    }

    /** The same by a user who has created so many tenants before, which are made at the first call. */
    String createTenantAsFounder(int before) {
        Tokens founder = founders.computeIfAbsent(before, this::founder);
        return createTenantAs(founder);
    }

    /** Tokens of a new user who has created so many tenants. */
    Tokens founder(int tenants) {
        Person person = admin.newPerson();
        Tokens tokens = client(TenantRealm.WITH_MAPPER).password(person);
        tokens.answer().expect(200);
        for (int i = 0; i < tenants; i++) {
            createTenantAs(tokens);
        }
        return tokens;
    }

    String createTenantAs(Tokens founder) {
        return client(TenantRealm.WITH_MAPPER)
                .call("POST", "/tenants", founder, Map.of("tenant_name", "New " + ++created))
                .expect(201)
                .json()
                .get("id")
                .asText();
    }

    String createOrganization() {
        String alias = "new-" + ++created;
        return admin.create("/organizations", Map.of("name", "New " + created, "alias", alias));
    }

    /** As an administrator gives a new organization to a user who is a member of so many. */
    String createOrganizationOf(int before) {
        Person member = members.computeIfAbsent(before, this::member);
        return createOrganizationOf(member);
    }

    /** A new user who is a member of so many organizations. */
    Person member(int organizations) {
        Person member = admin.newPerson();
        for (int i = 0; i < organizations; i++) {
            createOrganizationOf(member);
        }
        return member;
    }

    String createOrganizationOf(Person member) {
        String id = createOrganization();
        admin.post("/organizations/" + id + "/members", member.id()).expect(201);
        return id;
    }

    void remove(String id) {
        admin.delete("/organizations/" + id).expect(204);
    }

    private OidcClient client(String clientId) {
        return OidcClient.of(server, TenantRealm.NAME, clientId);
    }

    private static Person person(int number) {
        return new Person("", TenantRealm.person(number), "", TenantRealm.PASSWORD);
    }

    private static void expectItems(Answer answer, int count) {
        if (answer.json().size() != count) {
            throw new AssertionError("Expected " + count + " items, got " + answer);
        }
    }
}
