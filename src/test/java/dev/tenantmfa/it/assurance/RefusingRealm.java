package dev.tenantmfa.it.assurance;

import dev.tenantmfa.it.Keycloak;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import java.util.Map;
import java.util.UUID;

/** A realm with Keycloak's own flows and one user: a strict gate refuses everything there, since nothing is wired. */
final class RefusingRealm {
    private static final String SENTENCE = "A second factor is required for %s.";

    private static final String GATE = "tenant-mfa.gate";

    private final RealmAdmin realm;
    private final Person person;

    private RefusingRealm(RealmAdmin realm, Person person) {
        this.realm = realm;
        this.person = person;
    }

    static RefusingRealm create(Keycloak keycloak) {
        String name = "refusing-" + UUID.randomUUID().toString().substring(0, 8);
        RealmAdmin realm = keycloak.admin().createRealm(Map.of("realm", name, "enabled", true));
        return new RefusingRealm(realm, realm.newPerson());
    }

    RealmAdmin realm() {
        return realm;
    }

    String name() {
        return realm.name();
    }

    Person person() {
        return person;
    }

    /** What the gate says when it refuses. */
    String sentence() {
        return String.format(SENTENCE, name());
    }

    void refuse() {
        realm.setAttribute(GATE, "strict");
    }

    void allow() {
        realm.setAttribute(GATE, "policy");
    }
}
