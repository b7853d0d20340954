package dev.tenantmfa.it.assurance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenantmfa.it.actors.AuthenticatorApp;
import dev.tenantmfa.it.actors.Json;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The user of a cell, made for it.
 *
 * @param app     null without one
 * @param codes   backup codes
 * @param visitor the browser in which the old session is open, or a new one
 * @param tokens  of the old session; null without one
 */
record Subject(Person person, AuthenticatorApp app, List<String> codes, Visitor visitor, Tokens tokens) {

    /** Makes the user while the tenant demands nothing, and then lets the tenant demand what the cell says. */
    static Subject of(Cell cell, MatrixRealm matrix) {
        matrix.demand(Policy.NONE);
        Visitor visitor = matrix.keycloak.visitor();
        if (cell.method() == LoginMethod.REGISTRATION || cell.method() == LoginMethod.INVITATION_OF_STRANGER) {
            matrix.demand(cell.policy());
            return new Subject(null, null, List.of(), visitor, null);
        }
        Person person = cell.holder().isPending() ? madeByTenant(matrix) : matrix.realm.newPerson();
        if (!cell.holder().isPending() && cell.method() != LoginMethod.INVITATION_OF_USER) {
            matrix.join(person);
        }
        Tokens tokens = cell.method().usesOldSession() ? openSession(cell, matrix, visitor, person) : null;
        Subject subject = new Subject(person, null, List.of(), visitor, tokens).withFactor(cell, matrix);
        List<String> actions = new ArrayList<>();
        if (cell.holder() == Holder.PENDING_VERIFY_EMAIL || cell.method() == LoginMethod.VERIFY_EMAIL) {
            actions.add("VERIFY_EMAIL");
        }
        if (cell.holder() == Holder.PENDING_UPDATE_PASSWORD) {
            actions.add("UPDATE_PASSWORD");
        }
        if (cell.policy() == Policy.ALL_AND_DEMANDED) {
            actions.add("tmfa-configure");
        }
        if (!actions.isEmpty()) {
            subject.require(matrix.realm, actions);
        }
        matrix.demand(cell.policy());
        return subject;
    }

    /** An account that the owner of the tenant made, to which an administrator gave a password. */
    static Person madeByTenant(MatrixRealm matrix) {
        OidcClient cli = OidcClient.of(matrix.keycloak.base(), matrix.realm.name(), "demo-cli");
        String name = "made-" + UUID.randomUUID().toString().substring(0, 8);
        String email = name + "@example.test";
        String id = cli.call(
                        "POST",
                        "/tenants/me/users",
                        cli.password(matrix.owner(), "tenant", "acme"),
                        Map.of("username", name, "email", email, "role", "MEMBER"))
                .expect(201)
                .json()
                .get("id")
                .asText();
        matrix.realm
                .put(
                        "/users/" + id + "/reset-password",
                        Map.of("type", "password", "value", RealmAdmin.PASSWORD, "temporary", false))
                .expect(204);
        JsonNode user = matrix.realm.get("/users/" + id).expect(200).json();
        Person person = new Person(id, user.get("username").asText(), email, RealmAdmin.PASSWORD);
        matrix.realm.updateUser(
                person, account -> account.put("firstName", "Made").put("lastName", "Person"));
        return person;
    }

    /** A second factor that is there before the next login begins, and after the old session began. */
    private Subject withFactor(Cell cell, MatrixRealm matrix) {
        return switch (cell.holder()) {
            case APP -> {
                matrix.keycloak.clock().advance(Duration.ofSeconds(2));
                Subject enrolled = enrol(matrix);
                matrix.keycloak.clock().advance(Duration.ofSeconds(2));
                yield enrolled;
            }
            case SECURITY_KEY -> {
                matrix.keycloak.clock().advance(Duration.ofSeconds(2));
                giveSecurityKey(matrix.realm, person);
                matrix.keycloak.clock().advance(Duration.ofSeconds(2));
                yield this;
            }
            default -> this;
        };
    }

    /** Sets the app up by REST in a session of its own. The code of the present time step is still good afterwards. */
    Subject enrol(MatrixRealm matrix) {
        OidcClient cli = OidcClient.of(matrix.keycloak.base(), matrix.realm.name(), "demo-cli");
        Tokens own = cli.password(person);
        JsonNode setup = cli.call("POST", "/mfa/setup", own, Map.of("password", person.password()))
                .expect(200)
                .json();
        AuthenticatorApp phone = new AuthenticatorApp(setup.get("secret").asText(), matrix.keycloak.clock());
        if (phone.untilNextStep().compareTo(Duration.ofSeconds(8)) < 0) {
            // The code of the step before would be too old by the time that it arrives.
            matrix.keycloak.clock().advance(phone.untilNextStep());
        }
        cli.call("POST", "/mfa/enable", own, Map.of("code", phone.codeIn(-1), "sign_out_others", false))
                .expect(200);
        List<String> backup = new ArrayList<>();
        setup.get("backup_codes").forEach(code -> backup.add(code.asText()));
        return new Subject(person, phone, backup, visitor, tokens);
    }

    /** Stores a key as Keycloak's registration would; nobody has it, so it cannot be used. */
    static void giveSecurityKey(RealmAdmin realm, Person person) {
        giveKey(realm, person, "webauthn");
    }

    /** The same for a type of WebAuthn credentials. */
    static void giveKey(RealmAdmin realm, Person person, String type) {
        realm.updateUser(
                person,
                user -> user.putArray("credentials")
                        .add(Json.object()
                                .put("type", type)
                                .put("userLabel", "Key")
                                .put("secretData", "{}")
                                .put(
                                        "credentialData",
                                        Json.write(Map.of(
                                                "aaguid",
                                                "00000000-0000-0000-0000-000000000000",
                                                "credentialId",
                                                "AAECAwQFBgcICQoLDA0ODw==",
                                                "counter",
                                                0,
                                                "credentialPublicKey",
                                                "pQECAyYgASFYIGVjaG8",
                                                "attestationStatementFormat",
                                                "none",
                                                "transports",
                                                List.of())))));
    }

    private void require(RealmAdmin realm, List<String> actions) {
        realm.updateUser(person, (ObjectNode user) -> {
            user.put("emailVerified", !actions.contains("VERIFY_EMAIL"));
            user.remove("credentials");
            actions.forEach(user.putArray("requiredActions")::add);
        });
    }

    private static Tokens openSession(Cell cell, MatrixRealm matrix, Visitor visitor, Person person) {
        OidcClient client = matrix.client();
        return switch (cell.method()) {
            case REFRESH -> granted(client.password(person));
            case OFFLINE -> granted(client.password(person, "scope", "openid offline_access"));
            case TOKEN_EXCHANGE, UMA_TICKET -> granted(client.password(person));
            default -> {
                PageLogin login = new PageLogin(matrix, visitor, client.authorization(), person);
                login.from(login.again());
                yield granted(client.redeem(login.request, login.page().code()));
            }
        };
    }

    private static Tokens granted(Tokens tokens) {
        tokens.answer().expect(200);
        return tokens;
    }
}
