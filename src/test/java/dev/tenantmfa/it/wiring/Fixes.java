package dev.tenantmfa.it.wiring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** Findings of the doctor, and their fixes as an administrator pastes them. */
final class Fixes {

    private Fixes() {}

    static List<JsonNode> findings(ExistingRealm realm) {
        JsonNode report = realm.doctor();
        List<JsonNode> found = new ArrayList<>();
        report.get("login_methods").forEach(line -> line.get("findings").forEach(found::add));
        report.get("findings").forEach(found::add);
        return found;
    }

    static JsonNode finding(ExistingRealm realm, String id) {
        List<JsonNode> all = findings(realm);
        return all.stream()
                .filter(finding -> finding.get("id").asText().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + id + " in " + all));
    }

    /** Does what the finding says, and expects that nothing is left of it. */
    static void mend(ExistingRealm realm, String id) {
        run(realm, finding(realm, id).get("fix").asText());
        assertThat(realm.findings()).noneMatch(one -> one.equals(id) || one.endsWith(": " + id));
    }

    static void run(ExistingRealm realm, String command) {
        realm.kcadm().run(command);
    }

    static void action(ExistingRealm realm, String id, boolean enabled) {
        String path = "/authentication/required-actions/" + id;
        ObjectNode action = (ObjectNode) realm.admin().get(path).expect(200).json();
        realm.admin().put(path, action.put("enabled", enabled)).expect(204);
    }
}
