package dev.tenantmfa.factor.limit;

import dev.tenantmfa.factor.CodeCheck;
import dev.tenantmfa.factor.CodeFactor;
import dev.tenantmfa.factor.CodeFactor.Check;
import dev.tenantmfa.factor.FactorKind;
import dev.tenantmfa.factor.FactorOf;
import dev.tenantmfa.factor.SecondFactor;
import dev.tenantmfa.factor.SecondFactor.Reason;
import dev.tenantmfa.factor.SecondFactors;
import dev.tenantmfa.factor.Verification;
import dev.tenantmfa.factor.event.WrongCode;
import dev.tenantmfa.fixture.RealmFixture;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.credential.CredentialModel;
import org.keycloak.provider.ProviderEvent;
import org.mockito.ArgumentCaptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.atLeastOnce;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

class FailuresInARowTest {

    private final RealmFixture keycloak = new RealmFixture();
    private final CodeFactor factor = mock(CodeFactor.class);
    private final FailuresInARow failures = new FailuresInARow(keycloak.session, keycloak.realm);

    @BeforeEach
    void oneFactor() {
        when(keycloak.factory.getProviderFactoriesStream(SecondFactor.class))
                .thenAnswer(call -> Stream.of(new FactorOf("a", 1, factor, Set.of("app"))));
        when(keycloak.session.getProvider(SecondFactor.class, "a")).thenReturn(factor);
        when(factor.kind()).thenReturn(FactorKind.TOTP);
        when(factor.isConfiguredFor(any(), any())).thenReturn(true);
        when(factor.takes(any(), any(), any())).thenReturn(true);
        keycloak.setAttribute("tenant-mfa.max-failures-per-hour", "100");
        keycloak.setAttribute("tenant-mfa.max-failures-per-day", "1000");
        answer(new Check.Refused(Reason.WRONG));
    }

    @Test
    void correctCodeEndsTheRow() {
        enter(3);
        assertThat(failures.count(keycloak.user)).isEqualTo(3);

        answer(new Check.Accepted("credential-1"));
        assertThat(enter(1)).isInstanceOf(Verification.Accepted.class);

        assertThat(failures.count(keycloak.user)).isZero();
        assertThat(keycloak.credentials.getStoredCredentialsByTypeStream(FailuresInARow.TYPE))
                .isEmpty();
    }

    @Test
    void correctCodeAfterTooManyWrongOnesIsNotLookedAtUntilAReset() {
        keycloak.setAttribute("tenant-mfa.max-failures-in-a-row", "10");
        assertThat(enter(10)).isInstanceOf(Verification.Rejected.class);
        answer(new Check.Accepted("credential-1"));

        assertThat(enter(1)).isEqualTo(new Verification.SwitchedOff());
        SecondFactors.clearLimits(keycloak.session, keycloak.realm, keycloak.user);
        assertThat(enter(1)).isEqualTo(new Verification.SwitchedOff());

        SecondFactors.forgetFailures(keycloak.session, keycloak.realm, keycloak.user);
        assertThat(enter(1)).isInstanceOf(Verification.Accepted.class);
    }

    @Test
    void hundredAreTheMostWhateverTheRealmSays() {
        keycloak.setAttribute("tenant-mfa.max-failures-in-a-row", "1000");

        assertThat(failures.isReached(99)).isFalse();
        assertThat(failures.isReached(100)).isTrue();
    }

    @Test
    void failuresOfASameMomentAreAllCounted() {
        enter(3);
        int one = failures.add(keycloak.user);
        int other = failures.add(keycloak.user);

        assertThat(one).isEqualTo(4);
        assertThat(other).isEqualTo(5);
    }

    @Test
    void switchedOffCodesStayOffWhereTheStoreForgotTheFailures() {
        keycloak.setAttribute("tenant-mfa.max-failures-in-a-row", "10");
        enter(10);
        forgetTheStore();
        answer(new Check.Accepted("credential-1"));

        assertThat(enter(1)).isEqualTo(new Verification.SwitchedOff());
    }

    @Test
    void rowGoesOnWhereTheStoreForgotTheFailures() {
        enter(34);
        forgetTheStore();

        enter(1);

        assertThat(failures.count(keycloak.user)).isEqualTo(31);
        enter(68);
        assertThat(enter(1)).isInstanceOf(Verification.Rejected.class);
        assertThat(enter(1)).isEqualTo(new Verification.SwitchedOff());
    }

    @Test
    void correctCodeEndsTheRowThatIsKeptToo() {
        enter(20);
        forgetTheStore();
        answer(new Check.Accepted("credential-1"));
        enter(1);
        answer(new Check.Refused(Reason.WRONG));

        enter(1);

        assertThat(failures.count(keycloak.user)).isEqualTo(1);
    }

    @Test
    void nothingIsStoredAtAUserWhoMistypesOnceInAWhile() {
        enter(9);

        assertThat(keycloak.credentials.getStoredCredentialsStream()).isEmpty();
        enter(1);
        assertThat(keycloak.credentials.only(FailuresInARow.TYPE).getCredentialData())
                .contains("10");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "nonsense", "{}", "[]", "{\"count\":\"x\"}", "{\"count\":-7}"})
    void whatCannotBeReadLocksNobodyOut(String data) {
        CredentialModel row = new CredentialModel();
        row.setType(FailuresInARow.TYPE);
        row.setCredentialData(data);
        keycloak.credentials.createStoredCredential(row);

        assertThat(enter(1)).isInstanceOf(Verification.Rejected.class);
        assertThat(failures.count(keycloak.user)).isEqualTo(1);
    }

    @Test
    void codeThatWasUsedBeforeIsNoGuess() {
        answer(new Check.Refused(Reason.USED));
        enter(3);

        assertThat(failures.count(keycloak.user)).isZero();
    }

    @Test
    void boundThatWasLoweredHoldsAtOnceForWhatIsKept() {
        enter(30);
        keycloak.setAttribute("tenant-mfa.max-failures-in-a-row", "20");

        assertThat(enter(1)).isEqualTo(new Verification.SwitchedOff());
    }

    @Test
    void thatCodesAreSwitchedOffIsTold() {
        SecondFactors factors = SecondFactors.of(keycloak.session);
        enter(10);
        assertThat(factors.areSwitchedOff(keycloak.user)).isFalse();

        keycloak.setAttribute("tenant-mfa.max-failures-in-a-row", "10");

        assertThat(factors.areSwitchedOff(keycloak.user)).isTrue();
    }

    @Test
    void eachWrongCodeIsPublishedWithWhatFollows() {
        keycloak.setAttribute("tenant-mfa.max-failures-per-hour", "10");
        keycloak.setAttribute("tenant-mfa.max-failures-in-a-row", "10");

        enter(10);

        ArgumentCaptor<ProviderEvent> published = ArgumentCaptor.forClass(ProviderEvent.class);
        verify(keycloak.factory, atLeastOnce()).publish(published.capture());
        List<WrongCode> told = published.getAllValues().stream()
                .filter(WrongCode.class::isInstance)
                .map(WrongCode.class::cast)
                .toList();
        assertThat(told).hasSize(10);
        WrongCode ninth = told.get(8);
        WrongCode tenth = told.get(9);
        assertThat(ninth)
                .extracting(WrongCode::inARow, WrongCode::blocked, WrongCode::switchedOff)
                .containsExactly(9, false, false);
        assertThat(tenth)
                .extracting(WrongCode::inARow, WrongCode::blocked, WrongCode::switchedOff)
                .containsExactly(10, true, true);
        assertThat(tenth.atLogin()).isTrue();
    }

    @Test
    void failuresOfAllKindsOfCodesAreOneRow() {
        enter(2);
        CodeCheck.of(keycloak.session)
                .verify(keycloak.user, AttemptBudget.ofLogins(), "123456", Set.of(FactorKind.BACKUP_CODE));

        assertThat(failures.count(keycloak.user)).isEqualTo(3);
    }

    private Verification enter(int times) {
        Verification last = new Verification.Missing();
        for (int i = 0; i < times; i++) {
            last = CodeCheck.of(keycloak.session).verify(keycloak.user, AttemptBudget.ofLogins(), "123456");
        }
        return last;
    }

    private void answer(Check check) {
        when(factor.check(any(), any(), any(), any())).thenReturn(check);
    }

    private void forgetTheStore() {
        List.copyOf(keycloak.singleUse.keys()).forEach(keycloak.singleUse::remove);
    }
}
