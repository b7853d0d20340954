package dev.tenantmfa.it.tenant;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.AtOnce;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RegistrationForm;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.WebPage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What must not happen twice, tried twenty times at once. */
@KeycloakIntegration
class TenantRacesIT {
    private static final int ATTEMPTS = 20;

    @Test
    void ownersWhoLeaveAtOnceLeaveOneBehind(KeycloakServer keycloak) throws Exception {
        TenantFixture tenant = TenantFixture.create(keycloak);
        List<Person> owners = new ArrayList<>(List.of(tenant.owner()));
        for (int i = 1; i < 6; i++) {
            owners.add(tenant.newMember("OWNER"));
        }
        List<Tokens> tokens = owners.stream().map(tenant::logIn).toList();

        List<Answer> answers = AtOnce.run(
                owners.size(),
                i -> tenant.call(
                        tokens.get(i), "DELETE", "/me/users/" + owners.get(i).id(), null));

        assertThat(answers).extracting(Answer::status).containsOnly(204, 409);
        assertThat(answers).filteredOn(answer -> answer.status() == 409).hasSize(1);
    }

    @Test
    void ownersWhoDemoteEachOtherLeaveOne(KeycloakServer keycloak) throws Exception {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Person second = tenant.newMember("OWNER");
        Tokens one = tenant.logIn(tenant.owner());
        Tokens two = tenant.logIn(second);

        List<Answer> answers = AtOnce.run(
                ATTEMPTS,
                i -> i % 2 == 0
                        ? tenant.call(one, "PATCH", "/me/users/" + second.id(), Map.of("role", "MEMBER"))
                        : tenant.call(
                                two, "PATCH", "/me/users/" + tenant.owner().id(), Map.of("role", "MEMBER")));

        assertThat(answers).extracting(Answer::status).containsAnyOf(200).doesNotContain(500, 503);
        long owners = List.of(tenant.owner(), second).stream()
                .filter(person -> tenant.logIn(person)
                        .claims()
                        .get("tenant_role")
                        .asText()
                        .equals("OWNER"))
                .count();
        assertThat(owners).isEqualTo(1);
    }

    @Test
    void whoeverMayNotChangeTheTenantDoesNotQueueForIt(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Tokens member = tenant.logIn(tenant.newMember("MEMBER"));
        keycloak.support().putSingleUseObject("tenant-mfa.lock.tenant." + tenant.id(), 60);

        Answer answer = tenant.call(member, "PUT", "/me", Map.of("tenant_name", "Mine"));

        assertThat(answer.expect(403).json().get("code").asText()).isEqualTo("role_required");
    }

    @Test
    void sameTenantIsMadeOnce(KeycloakServer keycloak) throws Exception {
        OidcClient cli = keycloak.client("demo-cli");
        Tokens tokens = cli.password(keycloak.demo().newPerson());
        String unique = UUID.randomUUID().toString();

        List<Answer> answers = AtOnce.run(
                ATTEMPTS,
                i -> cli.call(
                        "POST", "/tenants", tokens, Map.of("tenant_name", (i % 2 == 0 ? "Race " : "RACE ") + unique)));

        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
        assertThat(answers).filteredOn(answer -> answer.status() != 201).allMatch(answer -> answer.status() == 409);
        assertThat(keycloak.demo()
                        .get("/tenants/count?search=" + unique)
                        .json()
                        .get("count")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void differentNamesOfOneAliasAreAllMade(KeycloakServer keycloak) throws Exception {
        OidcClient cli = keycloak.client("demo-cli");
        // A user's own creations wait for each other anyway.
        List<Tokens> tokens = Stream.generate(() -> cli.password(keycloak.demo().newPerson()))
                .limit(6)
                .toList();
        String unique = UUID.randomUUID().toString();

        List<Answer> answers = AtOnce.run(
                tokens.size(),
                i -> cli.call(
                        "POST",
                        "/tenants",
                        tokens.get(i),
                        Map.of("tenant_name", "One alias " + unique + "!".repeat(i))));

        assertThat(answers).extracting(Answer::status).containsOnly(201);
        assertThat(answers)
                .extracting(answer -> answer.json().get("alias").asText())
                .doesNotHaveDuplicates();
    }

    @Test
    void sameTenantIsRegisteredOnce(KeycloakServer keycloak) throws Exception {
        String name = "Registered " + UUID.randomUUID();
        OidcClient app = keycloak.client("demo-app");
        List<RegistrationForm> forms = IntStream.range(0, 8)
                .mapToObj(i -> RegistrationForm.open(
                        keycloak.visitor(), app.authorization().uri()))
                .toList();

        List<WebPage> pages = AtOnce.run(forms.size(), i -> forms.get(i).submit(name));

        assertThat(pages).filteredOn(page -> page.parameter("code").isPresent()).hasSize(1);
        assertThat(pages)
                .filteredOn(page -> page.parameter("code").isEmpty())
                .allSatisfy(page -> assertThat(page.text()).contains("Another organization has this name."));
        assertThat(forms.stream()
                        .filter(form -> keycloak.demo()
                                        .get("/users?exact=true&email=" + form.email())
                                        .json()
                                        .size()
                                > 0))
                .hasSize(1);
    }

    @Test
    void sameAddressGetsOneAccount(KeycloakServer keycloak) throws Exception {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Tokens owner = tenant.logIn(tenant.owner());
        String address = UUID.randomUUID() + "@example.test";

        List<Answer> answers = AtOnce.run(
                ATTEMPTS,
                i -> tenant.call(
                        owner,
                        "POST",
                        "/me/users",
                        Map.of("username", "racer-" + i, "email", address, "role", "MEMBER")));

        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
        assertThat(answers).filteredOn(answer -> answer.status() != 201).allMatch(answer -> answer.status() == 409);
    }

    @Test
    void sameAddressIsInvitedOnce(KeycloakServer keycloak) throws Exception {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Tokens owner = tenant.logIn(tenant.owner());
        String address = UUID.randomUUID() + "@example.test";

        List<Answer> answers = AtOnce.run(
                ATTEMPTS,
                i -> tenant.call(owner, "POST", "/me/invitations", Map.of("email", address, "role", "MEMBER")));

        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
        assertThat(answers).filteredOn(answer -> answer.status() != 201).allMatch(answer -> answer.status() == 409);
    }
}
