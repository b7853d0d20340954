package dev.tenantmfa.it.mfa;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenantmfa.it.actors.Json;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import java.time.Instant;
import java.util.UUID;

/** An organization with a policy, made for one test. */
public record Tenant(RealmAdmin realm, String id) {

    public static Tenant create(RealmAdmin realm) {
        String alias = "tenant-" + UUID.randomUUID().toString().substring(0, 8);
        ObjectNode organization =
                Json.object().put("name", alias).put("alias", alias).put("enabled", true);
        organization.putArray("domains").addObject().put("name", alias + ".test");
        return new Tenant(realm, realm.create("/organizations", organization));
    }

    /** A tenant that asks all of its people for a second factor at once. */
    public static Tenant askingAll(RealmAdmin realm) {
        return create(realm).ask("ALL");
    }

    /** Somebody new in this tenant. */
    public Person newMember() {
        return join(realm.newPerson());
    }

    public Person join(Person person) {
        realm.post("/organizations/" + id + "/members", person.id()).expect(201);
        return person;
    }

    public Tenant ask(String requiredFor) {
        return ask(requiredFor, 0, Instant.EPOCH);
    }

    public Tenant ask(String requiredFor, int graceDays, Instant changedAt) {
        ObjectNode organization =
                (ObjectNode) realm.get("/organizations/" + id).expect(200).json();
        ObjectNode attributes = organization.putObject("attributes");
        attributes.putArray("tenant-mfa.required-for").add(requiredFor);
        attributes.putArray("tenant-mfa.grace-period-days").add(Integer.toString(graceDays));
        attributes.putArray("tenant-mfa.policy-changed-at").add(Long.toString(changedAt.toEpochMilli()));
        realm.put("/organizations/" + id, organization).expect(204);
        return this;
    }

    public String domain() {
        return realm.get("/organizations/" + id)
                .expect(200)
                .json()
                .at("/domains/0/name")
                .asText();
    }
}
