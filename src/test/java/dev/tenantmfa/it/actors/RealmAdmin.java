package dev.tenantmfa.it.actors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** What the administrator does in one realm. Paths are relative to {@code /admin/realms/{realm}}. */
public final class RealmAdmin {
    /** Meets any sensible password policy. */
    public static final String PASSWORD = "Correct-Horse-7!";

    private final Admin admin;
    private final String name;

    RealmAdmin(Admin admin, String name) {
        this.admin = admin;
        this.name = name;
    }

    public String name() {
        return name;
    }

    // --- any request

    public Answer get(String path) {
        return admin.request("GET", path(path), null);
    }

    public Answer post(String path, Object body) {
        return admin.request("POST", path(path), body);
    }

    /** Sends a form, as a few of Keycloak's resources want it. */
    public Answer postForm(String path, Map<String, String> form) {
        return admin.postForm(path(path), form);
    }

    public Answer put(String path, Object body) {
        return admin.request("PUT", path(path), body);
    }

    public Answer delete(String path) {
        return admin.request("DELETE", path(path), null);
    }

    /** Creates what is posted and gives its id, the end of the {@code Location}. */
    public String create(String path, Object body) {
        String location = post(path, body).expect(201).header("Location").orElseThrow();
        return location.substring(location.lastIndexOf('/') + 1);
    }

    // --- the realm

    public ObjectNode representation() {
        return (ObjectNode) get("").expect(200).json();
    }

    /** Reads the realm, lets {@code change} work on it and stores it. */
    public void update(Consumer<ObjectNode> change) {
        ObjectNode realm = representation();
        change.accept(realm);
        put("", realm).expect(204);
    }

    /** Sets one attribute of the realm. */
    public void setAttribute(String key, String value) {
        update(realm -> realm.withObjectProperty("attributes").put(key, value));
    }

    /** Once more if Keycloak could not: it answers 500 if something that works in the background writes to the realm at that moment. */
    public void delete() {
        if (delete("").status() != 204) {
            delete("").expect(204);
        }
    }

    /** Somebody new with a name nobody else has, a verified address and a password; no tenant, no second factor. */
    public Person newPerson() {
        String username = "person-" + UUID.randomUUID().toString().substring(0, 8);
        return createPerson(username, username + "@example.test", PASSWORD);
    }

    /** A new account that can log in at once. */
    public Person createPerson(String username, String email, String password) {
        ObjectNode user = Json.object()
                .put("username", username)
                .put("email", email)
                .put("emailVerified", true)
                .put("enabled", true)
                .put("firstName", "Test")
                .put("lastName", "Person");
        user.putArray("credentials")
                .addObject()
                .put("type", "password")
                .put("value", password)
                .put("temporary", false);
        return new Person(create("/users", user), username, email, password);
    }

    /** Somebody whom the realm has already. */
    public Person person(String username, String password) {
        JsonNode found = get("/users?exact=true&username=" + Http.encode(username))
                .expect(200)
                .json();
        if (found.size() != 1) {
            throw new AssertionError("No single user " + username + " in " + name + ": " + found);
        }
        JsonNode user = found.get(0);
        return new Person(user.get("id").asText(), username, user.path("email").asText(null), password);
    }

    public ObjectNode user(Person person) {
        return (ObjectNode) get("/users/" + person.id()).expect(200).json();
    }

    /** Reads the user, lets {@code change} work on it and stores it. */
    public void updateUser(Person person, Consumer<ObjectNode> change) {
        ObjectNode user = user(person);
        change.accept(user);
        put("/users/" + person.id(), user).expect(204);
    }

    /** Makes the person do these required actions at the next login. */
    public void require(Person person, String... actions) {
        updateUser(person, user -> List.of(actions).forEach(user.putArray("requiredActions")::add));
    }

    public void deletePerson(Person person) {
        delete("/users/" + person.id()).expect(204);
    }

    /** The person's credentials as the admin API shows them, without secrets. */
    public JsonNode credentials(Person person) {
        return get("/users/" + person.id() + "/credentials").expect(200).json();
    }

    /** Sends the mail with a link that leads through these required actions. */
    public void sendActionsMail(Person person, String... actions) {
        put("/users/" + person.id() + "/execute-actions-email", actions).expect(204);
    }

    /** Ends all sessions of the person. */
    public void logOut(Person person) {
        post("/users/" + person.id() + "/logout", null).expect(204);
    }

    /** Whether Keycloak's brute-force protector refuses the person at the moment. */
    public boolean isLocked(Person person) {
        return protector(person).path("disabled").asBoolean();
    }

    /** How many failures Keycloak's brute-force protector has counted for the person. */
    public int failures(Person person) {
        return protector(person).path("numFailures").asInt();
    }

    private JsonNode protector(Person person) {
        return get("/attack-detection/brute-force/users/" + person.id())
                .expect(200)
                .json();
    }

    // --- clients and events

    /** Creates a client; gives its internal id. */
    public String createClient(Map<String, ?> representation) {
        return create("/clients", representation);
    }

    public ObjectNode client(String clientId) {
        return (ObjectNode) get("/clients?clientId=" + Http.encode(clientId))
                .expect(200)
                .json()
                .get(0);
    }

    /** Reads the client, lets {@code change} work on it and stores it. */
    public void updateClient(String clientId, Consumer<ObjectNode> change) {
        ObjectNode client = client(clientId);
        change.accept(client);
        put("/clients/" + client.get("id").asText(), client).expect(204);
    }

    /** Lets a browser become somebody by Keycloak's impersonation. */
    public void impersonate(Person person, Visitor visitor) {
        visitor.impersonate(
                URI.create(admin.server() + "/admin/realms/" + name + "/users/" + person.id() + "/impersonation"),
                admin.freshToken());
    }

    /** Deletes the client, if there is one. */
    public void deleteClient(String clientId) {
        ObjectNode client = client(clientId);
        if (client != null) {
            delete("/clients/" + client.get("id").asText()).expect(204);
        }
    }

    /** The internal id of a top-level flow. */
    public String flowId(String alias) {
        return list(get("/authentication/flows")).stream()
                .filter(flow -> flow.get("alias").asText().equals(alias))
                .findFirst()
                .orElseThrow()
                .get("id")
                .asText();
    }

    /** Stored events of the person, newest first; none unless the realm stores events. */
    public List<JsonNode> events(Person person, String... types) {
        StringBuilder query = new StringBuilder("/events?max=100&user=" + person.id());
        for (String type : types) {
            query.append("&type=").append(type);
        }
        return list(get(query.toString()));
    }

    /** The newest stored admin events, newest first: by the server's clock, which tests move on and back. */
    public List<JsonNode> adminEvents() {
        return list(get("/admin-events?max=100"));
    }

    /** Stored admin events at the person, newest first. */
    public List<JsonNode> adminEvents(Person person) {
        return list(get("/admin-events?max=100&resourcePath=users/" + person.id() + "*"));
    }

    /** Organizations of the realm. */
    public List<JsonNode> organizations() {
        return list(get("/organizations?max=100"));
    }

    /** A page as a list. */
    public static List<JsonNode> list(Answer answer) {
        return StreamSupport.stream(answer.expect(200).json().spliterator(), false)
                .collect(Collectors.toList());
    }

    private String path(String path) {
        return "/admin/realms/" + name + path;
    }
}
