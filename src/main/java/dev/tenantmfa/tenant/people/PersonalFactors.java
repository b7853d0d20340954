package dev.tenantmfa.tenant.people;

import dev.tenantmfa.factor.FactorKind;
import dev.tenantmfa.factor.SecondFactors;
import dev.tenantmfa.factor.change.FactorRemoval;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/** What tenants may know and do about users' second factors: whether one exists, whether it was used, and a reset. */
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

    /** Whether the user has an authenticator app. */
    public boolean hasTotp(UserModel person) {
        return factors.kindsOf(person).contains(FactorKind.TOTP);
    }

    /** Whether the user has any second factor. */
    public boolean hasAny(UserModel person) {
        return factors.hasAny(person);
    }

    /** Removes all second factors of the user and ends the user's sessions. The user then sets up a new one. */
    public void reset(UserModel person) {
        FactorRemoval.reset(session, session.getContext().getRealm(), person);
    }
}
