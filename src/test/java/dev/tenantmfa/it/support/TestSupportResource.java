package dev.tenantmfa.it.support;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.keycloak.common.util.Time;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.organization.OrganizationProvider;
import org.keycloak.services.resource.RealmResourceProvider;
import org.keycloak.vault.VaultStringSecret;

/** Looks into the server and moves its clock. Every call acts in the realm of its path. */
public final class TestSupportResource implements RealmResourceProvider {
    private final KeycloakSession session;

    TestSupportResource(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public Object getResource() {
        return this;
    }

    @Override
    public void close() {}

    /** Sets how many seconds the server's clock runs ahead; the caches' expiry follows. */
    @PUT
    @Path("clock")
    public void setClock(@QueryParam("offset") int offset) {
        new CacheInternals(session).followKeycloakTime();
        Time.setOffset(offset);
    }

    /** Sets how much a category of the server's log says until it is set again; gives what it was set to before. */
    @PUT
    @Path("log/{category}")
    @Produces(MediaType.TEXT_PLAIN)
    public String setLogLevel(@PathParam("category") String category, @QueryParam("level") String level) {
        Logger logger = Logger.getLogger(category);
        Level before = logger.getLevel();
        logger.setLevel(Level.parse(level));
        return before == null ? Level.INFO.getName() : before.getName();
    }

    /** The server's time in milliseconds since 1970. */
    @GET
    @Path("clock")
    @Produces(MediaType.TEXT_PLAIN)
    public String clock() {
        return Long.toString(Time.currentTimeMillis());
    }

    /** A user's credentials as they are stored, secrets included. */
    @GET
    @Path("users/{id}/credentials")
    @Produces(MediaType.APPLICATION_JSON)
    public List<Map<String, Object>> credentials(@PathParam("id") String id) {
        return user(id).credentialManager()
                .getStoredCredentialsStream()
                .map(TestSupportResource::asMap)
                .toList();
    }

    /** Makes an account that an organization manages, as a first login at its identity provider does; gives its id. */
    @POST
    @Path("organizations/{organization}/managed/{username}")
    @Produces(MediaType.TEXT_PLAIN)
    public String addManagedMember(
            @PathParam("organization") String organization, @PathParam("username") String username) {
        OrganizationProvider organizations = session.getProvider(OrganizationProvider.class);
        UserModel user = session.users().addUser(session.getContext().getRealm(), username);
        user.setEnabled(true);
        user.setEmail(username + "@example.test");
        user.setEmailVerified(true);
        user.setFirstName("Managed");
        user.setLastName("Member");
        organizations.addManagedMember(organizations.getById(organization), user);
        return user.getId();
    }

    /** Replaces {@code secretData} and {@code credentialData}, where given, of one credential. */
    @PUT
    @Path("users/{id}/credentials/{credential}")
    @Consumes(MediaType.APPLICATION_JSON)
    public void tamper(
            @PathParam("id") String id, @PathParam("credential") String credential, Map<String, String> replacement) {
        UserModel user = user(id);
        CredentialModel stored = user.credentialManager().getStoredCredentialById(credential);
        if (stored == null) {
            throw new NotFoundException();
        }
        if (replacement.containsKey("secretData")) {
            stored.setSecretData(replacement.get("secretData"));
        }
        if (replacement.containsKey("credentialData")) {
            stored.setCredentialData(replacement.get("credentialData"));
        }
        user.credentialManager().updateStoredCredential(stored);
    }

    /** The whole database as SQL text. */
    @GET
    @Path("database")
    @Produces(MediaType.TEXT_PLAIN)
    public String database() {
        return String.join("\n", new DatabaseInternals(session).script());
    }

    /** Writes a ZIP of the database files to {@code file} of this machine. */
    @POST
    @Path("database/backup")
    public void backUp(@QueryParam("file") String file) {
        new DatabaseInternals(session).backUp(file);
    }

    /** What the single-use store holds, one {@code key=value} a line. */
    @GET
    @Path("single-use")
    @Produces(MediaType.TEXT_PLAIN)
    public String singleUseObjects() {
        return String.join("\n", new CacheInternals(session).singleUseObjects());
    }

    @PUT
    @Path("single-use/{key}")
    public void putSingleUse(@PathParam("key") String key, @QueryParam("lifespan") long lifespanSeconds) {
        session.singleUseObjects().put(key, lifespanSeconds, Map.of());
    }

    @GET
    @Path("single-use/{key}")
    @Produces(MediaType.TEXT_PLAIN)
    public String hasSingleUse(@PathParam("key") String key) {
        return Boolean.toString(session.singleUseObjects().contains(key));
    }

    /** Lets the next installation or removal in the realm fail after some changes. */
    @PUT
    @Path("failing-installation")
    public void failInstallation(@QueryParam("after") int changes) {
        FailingInstallation.failAfter(session.getContext().getRealm().getId(), changes);
    }

    /** Whether that has not happened yet; it will not any more. */
    @DELETE
    @Path("failing-installation")
    @Produces(MediaType.TEXT_PLAIN)
    public String isFailureAwaited() {
        return Boolean.toString(
                FailingInstallation.isAwaited(session.getContext().getRealm().getId()));
    }

    /** Holds the next login of the user before its commit. */
    @PUT
    @Path("held-login")
    public void holdLogin(@QueryParam("user") String userId) {
        HeldLogin.hold(userId);
    }

    @GET
    @Path("held-login")
    @Produces(MediaType.TEXT_PLAIN)
    public String isLoginHeld(@QueryParam("user") String userId) {
        return Boolean.toString(HeldLogin.isHeld(userId));
    }

    /**
     * Puts a sub-flow into a flow that contains itself, which no tool of Keycloak does.
     *
     * @param alias of the sub-flow; that of the flow for a flow that is its own sub-flow
     */
    @POST
    @Path("flows/{flow}/loop/{alias}")
    public void addLoop(
            @PathParam("flow") String flow,
            @PathParam("alias") String alias,
            @QueryParam("requirement") String requirement) {
        RealmModel realm = session.getContext().getRealm();
        LoopedFlow.add(realm, flow, alias, requirement);
    }

    /** SQL statements, transactions that reached the database, and single-use operations since the first such request. */
    @GET
    @Path("counts")
    @Produces(MediaType.APPLICATION_JSON)
    public Map<String, Long> counts() {
        DatabaseInternals database = new DatabaseInternals(session);
        return Map.of(
                "statements",
                database.statements(),
                "transactions",
                database.transactions(),
                "singleUse",
                new CacheInternals(session).singleUseOperations());
    }

    /** Whether the server keeps people in a cache. */
    @GET
    @Path("user-cache")
    @Produces(MediaType.TEXT_PLAIN)
    public String hasUserCache() {
        return Boolean.toString(Internals.provider(session, "org.keycloak.models.cache.UserCache") != null);
    }

    /** What the vault holds for {@code ${vault.key}} in this realm. */
    @GET
    @Path("vault")
    @Produces(MediaType.TEXT_PLAIN)
    public String vaultSecret(@QueryParam("reference") String reference) {
        try (VaultStringSecret secret = session.vault().getStringSecret(reference)) {
            return secret.get().orElseThrow(NotFoundException::new);
        }
    }

    private UserModel user(String id) {
        UserModel user = session.users().getUserById(session.getContext().getRealm(), id);
        if (user == null) {
            throw new NotFoundException();
        }
        return user;
    }

    private static Map<String, Object> asMap(CredentialModel credential) {
        Map<String, Object> map = new LinkedHashMap<>(Map.of("id", credential.getId(), "type", credential.getType()));
        map.put("userLabel", credential.getUserLabel());
        map.put("createdDate", credential.getCreatedDate());
        map.put("credentialData", credential.getCredentialData());
        map.put("secretData", credential.getSecretData());
        return map;
    }
}
