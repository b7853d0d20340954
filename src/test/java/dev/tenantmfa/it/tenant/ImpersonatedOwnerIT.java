package dev.tenantmfa.it.tenant;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.mfa.Enrolled;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a realm administrator who impersonates an owner cannot do to the second factors of members. */
@KeycloakIntegration
class ImpersonatedOwnerIT {
    private final KeycloakServer keycloak;
    private final RealmAdmin realm;

    ImpersonatedOwnerIT(KeycloakServer keycloak) {
        this.keycloak = keycloak;
        this.realm = keycloak.demo();
    }

    @Test
    void factorsOfMembersCannotBeChangedInAnImpersonatedSession() {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Person member = Enrolled.create(keycloak).person();
        tenant.add(member, "MEMBER");
        String path = "/me/users/" + member.id();
        tenant.call(tenant.owner(), "POST", path + "/mfa/access-pass", Map.of()).expect(201);
        Tokens impersonated = impersonated(tenant);
        String tomorrow = keycloak.clock().instant().plus(Duration.ofDays(1)).toString();

        assertRefused(tenant.call(impersonated, "POST", path + "/mfa/access-pass", Map.of()));
        assertRefused(tenant.call(impersonated, "DELETE", path + "/mfa/access-pass", null));
        assertRefused(tenant.call(impersonated, "POST", path + "/mfa/reset", null));
        assertRefused(tenant.call(impersonated, "PATCH", path, Map.of("mfa_exempt_until", tomorrow)));

        assertThat(tenant.member(member).at("/mfa/enrolled").asBoolean()).isTrue();
        tenant.call(impersonated, "PATCH", path, Map.of("role", "ADMIN")).expect(200);
        tenant.call(tenant.owner(), "POST", path + "/mfa/reset", null).expect(204);
    }

    @Test
    void ownersFactorIsNotAskedForFirst() {
        TenantFixture tenant =
                TenantFixture.ownedBy(keycloak, Enrolled.create(keycloak).person());
        Person member = realm.newPerson();
        tenant.addAsAdministrator(member);

        Tokens impersonated = impersonated(tenant);

        assertRefused(tenant.call(impersonated, "POST", "/me/users/" + member.id() + "/mfa/access-pass", Map.of()));
    }

    private Tokens impersonated(TenantFixture tenant) {
        Visitor visitor = keycloak.visitor();
        visitor.open(tenant.app().authorization().uri());
        realm.impersonate(tenant.owner(), visitor);
        AuthorizationRequest request = tenant.app().authorization();
        return tenant.app().redeem(request, visitor.open(request.uri()).code());
    }

    private static void assertRefused(Answer answer) {
        assertThat(answer.expect(403).json().get("code").asText()).isEqualTo("impersonated");
    }
}
