package dev.tenantmfa.factor;

import java.time.Instant;
import java.util.Set;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Compares a code with the user's factors. Only {@link CodeCheck} does so, within the limits. */
final class CodeMatch {

    private CodeMatch() {}

    /**
     * Lets the factors check the code one after the other, until one accepts it. Input that has the shape of none of the user's codes does
     * not count as an attempt; a code of a kind that was not asked for does. A code that was compared with any credential counts, even if
     * other credentials could not be read: one unreadable credential must not make guessing another one free.
     *
     * @param session of the attempt; its context has the user's realm
     */
    static Checked check(KeycloakSession session, UserModel user, Set<FactorKind> kinds, CodeInput input, Instant now) {
        RealmModel realm = session.getContext().getRealm();
        Verification.Rejected refusal = null;
        boolean unusable = false;
        boolean shaped = false;
        for (CodeFactor factor :
                (Iterable<CodeFactor>) SecondFactors.of(session).checkedFor(user)::iterator) {
            if (!factor.takes(realm, user, input)) {
                continue;
            }
            shaped = true;
            if (!kinds.contains(factor.kind())) {
                continue;
            }
            CodeFactor.Check check = factor.check(realm, user, input, now);
            if (check instanceof CodeFactor.Check.Accepted accepted) {
                return Checked.of(factor, accepted);
            } else if (check instanceof CodeFactor.Check.Claimed claimed) {
                return Checked.of(factor, claimed);
            } else if (check instanceof CodeFactor.Check.Expired expired) {
                return Checked.of(new Verification.Expired(expired.method()));
            } else if (check instanceof CodeFactor.Check.Refused refused) {
                boolean keep = refusal != null
                        && (refusal.reason() == SecondFactor.Reason.USED
                                || refused.reason() != SecondFactor.Reason.USED);
                refusal = keep ? refusal : new Verification.Rejected(refused.reason(), refused.methodOr(factor.kind()));
            } else {
                unusable = true;
            }
        }
        if (refusal == null && unusable) {
            return Checked.of(new Verification.Unusable());
        }
        if (!shaped) {
            return Checked.of(new Verification.Malformed());
        }
        return Checked.of(refusal == null ? new Verification.Rejected(SecondFactor.Reason.WRONG) : refusal);
    }
}
