package dev.tenantmfa.it.wiring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenantmfa.it.actors.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** Findings of the doctor, and their fixes as an administrator runs them. */
final class Fixes {

    private Fixes() {}

    static JsonNode finding(ExistingRealm realm, String id) {
        JsonNode report = realm.doctor();
        List<JsonNode> found = new ArrayList<>();
        report.get("login_methods").forEach(line -> line.get("findings").forEach(found::add));
        report.get("findings").forEach(found::add);
        return found.stream()
                .filter(finding -> finding.get("id").asText().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + id + " in " + report));
    }

    /** Does what the finding says, and expects that nothing is left of it. */
    static void mend(ExistingRealm realm, String id) {
        run(realm, finding(realm, id).get("fix").asText());
        assertThat(realm.findings()).noneMatch(one -> one.equals(id) || one.endsWith(": " + id));
    }

    /** Runs the few forms of {@code kcadm.sh} that are in fixes. */
    static void run(ExistingRealm realm, String command) {
        String prefix = "kcadm.sh create mfa/install -r " + realm.name() + " -o -b '";
        if (command.startsWith(prefix)) {
            realm.admin()
                    .post("/mfa/install", Json.parse(command.substring(prefix.length(), command.length() - 1)))
                    .expect(200);
        } else if (command.startsWith("kcadm.sh update authentication/required-actions/")) {
            String[] words = command.split(" ");
            String id = words[2].substring(words[2].lastIndexOf('/') + 1);
            action(realm, id, Boolean.parseBoolean(words[6].substring("enabled=".length())));
        } else if (command.startsWith("kcadm.sh create authentication/register-required-action")) {
            String name = command.substring(command.indexOf("name='") + 6, command.length() - 1);
            String id = command.replaceAll(".*providerId=(\\S+).*", "$1");
            realm.admin()
                    .post("/authentication/register-required-action", Map.of("providerId", id, "name", name))
                    .expect(204);
        } else {
            throw new AssertionError(command);
        }
    }

    static void action(ExistingRealm realm, String id, boolean enabled) {
        String path = "/authentication/required-actions/" + id;
        ObjectNode action = (ObjectNode) realm.admin().get(path).expect(200).json();
        realm.admin().put(path, action.put("enabled", enabled)).expect(204);
    }
}
