package dev.tenantmfa.it;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.actors.Json;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.support.TestSupportResourceProviderFactory;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The tests' window into the server: what is stored, and means to change it behind the extension's back.
 *
 * <p>Served by a provider of the tests' own, {@code dev.tenantmfa.it.support}, in a JAR of its own.
 */
public final class TestSupport {
    private final URI server;

    TestSupport(URI server) {
        this.server = server;
    }

    /** The person's credentials as they lie in the database, secrets included. */
    public List<StoredCredential> credentials(RealmAdmin realm, Person person) {
        return RealmAdmin.list(send("GET", realm.name(), "users/" + person.id() + "/credentials", null)).stream()
                .map(StoredCredential::of)
                .toList();
    }

    /** The person's only credential of a type. */
    public StoredCredential credential(RealmAdmin realm, Person person, String type) {
        List<StoredCredential> found = credentials(realm, person).stream()
                .filter(credential -> credential.type().equals(type))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError("Expected one " + type + " of " + person.username() + ", found " + found.size());
        }
        return found.get(0);
    }

    /** Replaces the secret data of a credential as somebody could who can write to the database. */
    public void replaceSecretData(RealmAdmin realm, Person person, StoredCredential credential, String secretData) {
        tamper(realm, person, credential, Map.of("secretData", secretData));
    }

    /** Replaces the credential data of a credential as somebody could who can write to the database. */
    public void replaceCredentialData(RealmAdmin realm, Person person, StoredCredential credential, String data) {
        tamper(realm, person, credential, Map.of("credentialData", data));
    }

    /** The whole database as SQL text. */
    public String database() {
        return send("GET", "master", "database", null).expect(200).text();
    }

    /** The keys and values of the single-use store as text. */
    public String singleUseObjects() {
        return send("GET", "master", "single-use", null).expect(200).text();
    }

    /** Puts a key without a value into the single-use store. */
    public void putSingleUseObject(String key, long lifespanSeconds) {
        send("PUT", "master", "single-use/" + key + "?lifespan=" + lifespanSeconds, null)
                .expect(204);
    }

    public boolean hasSingleUseObject(String key) {
        return Boolean.parseBoolean(
                send("GET", "master", "single-use/" + key, null).expect(200).text());
    }

    /** Whether the server keeps people in a cache. */
    public boolean hasUserCache() {
        return Boolean.parseBoolean(
                send("GET", "master", "user-cache", null).expect(200).text());
    }

    /** What the server's vault gives for a reference such as {@code ${vault.key}}. */
    public String vaultSecret(String realm, String reference) {
        return send("GET", realm, "vault?reference=" + Http.encode(reference), null)
                .expect(200)
                .text();
    }

    /** An account that Keycloak binds to the organization, as a first login at its identity provider makes it. */
    public Person newManagedMember(RealmAdmin realm, String organizationId, String username) {
        String path = "organizations/" + organizationId + "/managed/" + username;
        String id = send("POST", realm.name(), path, null).expect(200).text();
        realm.put(
                        "/users/" + id + "/reset-password",
                        Map.of("type", "password", "value", RealmAdmin.PASSWORD, "temporary", false))
                .expect(204);
        return new Person(id, username, username + "@example.test", RealmAdmin.PASSWORD);
    }

    /**
     * Sets how much a category of the server's log says, for tests that would fill it.
     *
     * @param level of {@code java.util.logging}
     * @return the level before
     */
    public String setLogLevel(String category, String level) {
        return send("PUT", "master", "log/" + category + "?level=" + level, null)
                .expect(200)
                .text();
    }

    /** Lets the next installation or removal in the realm fail after so many changes. */
    public void failInstallationAfter(RealmAdmin realm, int changes) {
        send("PUT", realm.name(), "failing-installation?after=" + changes, null).expect(204);
    }

    /** Whether that has not happened, because there were fewer changes; it will not happen any more. */
    public boolean isInstallationFailureAwaited(RealmAdmin realm) {
        return Boolean.parseBoolean(send("DELETE", realm.name(), "failing-installation", null)
                .expect(200)
                .text());
    }

    /** Holds the next login of the user at this node before its commit, for a minute. */
    public void holdLogin(RealmAdmin realm, Person person) {
        send("PUT", realm.name(), "held-login?user=" + person.id(), null).expect(204);
    }

    public boolean isLoginHeld(RealmAdmin realm, Person person) {
        return Boolean.parseBoolean(send("GET", realm.name(), "held-login?user=" + person.id(), null)
                .expect(200)
                .text());
    }

    /**
     * Puts a sub-flow into a flow that contains itself, as somebody could who can write to the database.
     *
     * @param alias of the sub-flow; that of the flow for a flow that is its own sub-flow
     */
    public void addLoop(RealmAdmin realm, String flow, String alias, String requirement) {
        String path = "flows/" + path(flow) + "/loop/" + path(alias) + "?requirement=" + requirement;
        send("POST", realm.name(), path, null).expect(204);
    }

    private static String path(String segment) {
        return Http.encode(segment).replace("+", "%20");
    }

    /** What the server asked of its stores since the first call. */
    public Counts counts() {
        JsonNode counts = send("GET", "master", "counts", null).expect(200).json();
        return new Counts(
                counts.get("statements").asInt(),
                counts.get("transactions").asInt(),
                counts.get("singleUse").asInt());
    }

    void setClockOffset(long seconds) {
        send("PUT", "master", "clock?offset=" + seconds, null).expect(204);
    }

    long currentTimeMillis() {
        return Long.parseLong(send("GET", "master", "clock", null).expect(200).text());
    }

    void backUpDatabase(Path zip) {
        send("POST", "master", "database/backup?file=" + Http.encode(zip.toString()), null)
                .expect(204);
    }

    private void tamper(RealmAdmin realm, Person person, StoredCredential credential, Map<String, String> with) {
        send("PUT", realm.name(), "users/" + person.id() + "/credentials/" + credential.id(), with)
                .expect(204);
    }

    private Answer send(String method, String realm, String path, Object body) {
        URI uri = URI.create(
                server + "/realms/" + realm + "/" + TestSupportResourceProviderFactory.PROVIDER_ID + "/" + path);
        return Http.json(method, uri, null, body);
    }

    /**
     * A credential as it is stored.
     *
     * @param credentialData JSON text
     * @param secretData     JSON text
     */
    public record StoredCredential(
            String id, String type, String userLabel, long createdDate, String credentialData, String secretData) {
        private static StoredCredential of(JsonNode json) {
            return new StoredCredential(
                    json.get("id").asText(),
                    json.get("type").asText(),
                    json.path("userLabel").asText(null),
                    json.path("createdDate").asLong(),
                    json.path("credentialData").asText(null),
                    json.path("secretData").asText(null));
        }

        public JsonNode secret() {
            return Json.parse(secretData);
        }

        public JsonNode data() {
            return Json.parse(credentialData);
        }
    }
}
