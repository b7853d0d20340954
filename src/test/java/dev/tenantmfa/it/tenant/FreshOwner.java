package dev.tenantmfa.it.tenant;

import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.AuthenticatorApp;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Another owner of a tenant, who has just logged in with an authenticator app.
 *
 * @param tokens for the tenant
 */
record FreshOwner(TenantFixture tenant, Person person, Tokens tokens) {

    static FreshOwner of(KeycloakServer keycloak, TenantFixture tenant) {
        Person person = tenant.newMember("OWNER");
        ImportedFactors.give(keycloak, tenant.realm(), person, ImportedFactors.APP);
        AuthenticatorApp app =
                new AuthenticatorApp(ImportedFactors.APP.get("secret").toString(), keycloak.clock());
        Tokens tokens = tenant.cli().password(person, "totp", app.code(), "tenant", tenant.alias());
        return new FreshOwner(tenant, person, tokens);
    }

    /** Asks for an exemption until then; null takes it back. */
    Answer exempt(Person member, @Nullable String until) {
        Map<String, Object> body = new HashMap<>();
        body.put("mfa_exempt_until", until);
        return tenant.call(tokens, "PATCH", "/me/users/" + member.id(), body);
    }

    /** Exempts the member until then, or takes that back, and leaves the tenant as it was. */
    void exempts(Person member, @Nullable String until) {
        exempt(member, until).expect(200);
        tenant.realm()
                .delete("/organizations/" + tenant.id() + "/members/" + person.id())
                .expect(204);
    }
}
