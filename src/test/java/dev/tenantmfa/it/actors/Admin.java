package dev.tenantmfa.it.actors;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.Map;

/** The server's administrator, who acts through the admin REST API. Safe for many threads. */
public final class Admin {
    private static final int UNAUTHORIZED = 401;

    private final URI server;
    private final String username;
    private final String password;
    private volatile String token = "";

    public Admin(URI server, String username, String password) {
        this.server = server;
        this.username = username;
        this.password = password;
    }

    URI server() {
        return server;
    }

    /** The administrator's view of one realm. */
    public RealmAdmin realm(String name) {
        return new RealmAdmin(this, name);
    }

    /** Lets a realm sign with the key of the tests, which costs less than its own. */
    public void useTestKeyIn(String realm) {
        realm(realm).create("/components", RealmKey.component());
    }

    /** Creates a realm from its whole representation (JSON text, map or node). */
    public RealmAdmin createRealm(Object representation) {
        ObjectNode realm = RealmKey.in(
                representation instanceof String text ? Json.object(Json.parse(text)) : Json.object(representation));
        request("POST", "/admin/realms", realm).expect(201);
        return realm(realm.get("realm").asText());
    }

    /** Deletes the realm of that name, if there is one, and creates it from its whole representation. */
    public RealmAdmin replaceRealm(String representation) {
        String name = Json.parse(representation).get("realm").asText();
        Answer deleted = request("DELETE", "/admin/realms/" + name, null);
        if (deleted.status() != 404) {
            deleted.expect(204);
        }
        return createRealm(representation);
    }

    /**
     * Sends a request with the administrator's token.
     *
     * @param path from the server's root, with a query where wanted
     * @param body sent as JSON; none when null
     */
    public Answer request(String method, String path, Object body) {
        URI uri = URI.create(server + path);
        Answer answer = Http.json(method, uri, token, body);
        if (answer.status() == UNAUTHORIZED) {
            // Tokens of the master realm live for a minute, or less when a test moves the server's clock.
            token = freshToken();
            answer = Http.json(method, uri, token, body);
        }
        return answer;
    }

    /** Sends a form with the administrator's token. */
    Answer postForm(String path, Map<String, String> form) {
        return Http.postForm(URI.create(server + path), form, "Authorization", "Bearer " + freshToken());
    }

    /** A new access token of the administrator, from the master realm. */
    public String freshToken() {
        Map<String, String> form =
                Map.of("grant_type", "password", "client_id", "admin-cli", "username", username, "password", password);
        return Http.postForm(URI.create(server + "/realms/master/protocol/openid-connect/token"), form)
                .expect(200)
                .json()
                .get("access_token")
                .asText();
    }
}
