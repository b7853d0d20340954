package dev.tenantmfa.tenant.people;

import dev.tenantmfa.factor.FactorKind;
import dev.tenantmfa.factor.FactorRemoval;
import dev.tenantmfa.factor.SecondFactors;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/** What tenants may know and do about people's second factors: whether there is one, whether it was used, start over. */
public final class PersonalFactors {

    private final KeycloakSession session;
    private final SecondFactors factors;

    private PersonalFactors(KeycloakSession session) {
        this.session = session;
        this.factors = SecondFactors.of(session);
    }

    public static PersonalFactors of(KeycloakSession session) {
        return new PersonalFactors(session);
    }

    /** Whether the person has an authenticator app. */
    public boolean hasTotp(UserModel person) {
        return factors.kindsOf(person).contains(FactorKind.TOTP);
    }

    /** Whether the person has any second factor. */
    public boolean hasAny(UserModel person) {
        return factors.hasAny(person);
    }

    /** Takes all second factors away and ends the person's sessions. The person sets a factor up anew. */
    public void reset(UserModel person) {
        FactorRemoval.reset(session, session.getContext().getRealm(), person);
    }
}
