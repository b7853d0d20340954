package dev.tenantmfa.it.mfa;

import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import java.util.Map;

/** An access pass that a realm administrator made. */
public record AccessPass(String code) {

    public static AccessPass make(RealmAdmin realm, Person person) {
        return make(realm, person, 60);
    }

    static AccessPass make(RealmAdmin realm, Person person, int minutes) {
        return new AccessPass(realm.post(path(person), Map.of("lifetime_minutes", minutes))
                .expect(201)
                .json()
                .get("code")
                .asText());
    }

    static Answer takeBack(RealmAdmin realm, Person person) {
        return realm.delete(path(person));
    }

    static String path(Person person) {
        return "/mfa/users/" + person.id() + "/access-pass";
    }
}
