package dev.tenantmfa.factor;

import dev.tenantmfa.factor.SecondFactor.Reason;
import dev.tenantmfa.factor.event.AttemptsUsedUp;
import dev.tenantmfa.factor.event.CodesBlocked;
import dev.tenantmfa.factor.limit.AttemptBudget;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.keycloak.models.UserSessionModel;

import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

/** Limits that something other than a wrong code reaches. */
class CodesBlockedTest extends CodeCheckFixture {

    @Test
    void usedCodeThatReachesTheLimitIsPublished() {
        keycloak.setAttribute("tenant-mfa.max-failures-per-hour", "2");
        FakeFactor factor = factor("a", 10, WRONG);
        verifyCode("123456");
        factor.answer = USED;

        verifyCode("123456");
        verifyCode("123456");

        verify(keycloak.factory, times(1)).publish(blocked());
    }

    @Test
    void wrongCodeThatReachesTheLimitSaysSoItself() {
        keycloak.setAttribute("tenant-mfa.max-failures-per-hour", "1");
        factor("a", 10, WRONG);

        verifyCode("123456");

        verify(keycloak.factory, never()).publish(blocked());
    }

    @Test
    void firstCodeOfASetupThatReachesTheLimitIsPublished() {
        keycloak.setAttribute("tenant-mfa.max-failures-per-hour", "2");

        firstCode(AttemptBudget.ofLogins());
        verify(keycloak.factory, never()).publish(blocked());
        firstCode(AttemptBudget.ofLogins());

        verify(keycloak.factory, times(1)).publish(blocked());
    }

    @Test
    void limitOfASessionIsNotPublished() {
        keycloak.setAttribute("tenant-mfa.max-failures-per-session", "1");
        UserSessionModel session = mock(UserSessionModel.class);
        when(session.getId()).thenReturn("session-1");

        firstCode(AttemptBudget.ofSession(session));

        verify(keycloak.factory, never()).publish(blocked());
        verify(keycloak.factory).publish(new AttemptsUsedUp("demo", true));
    }

    private CodesBlocked blocked() {
        return new CodesBlocked(keycloak.session, keycloak.realm, keycloak.user);
    }

    private void firstCode(AttemptBudget budget) {
        codes().refusalOf(keycloak.user, budget, user -> Optional.of(new Verification.Rejected(Reason.WRONG)));
    }
}
