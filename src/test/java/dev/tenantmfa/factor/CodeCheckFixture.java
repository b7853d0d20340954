package dev.tenantmfa.factor;

import dev.tenantmfa.factor.CodeFactor.Check;
import dev.tenantmfa.factor.SecondFactor.Reason;
import dev.tenantmfa.factor.limit.AttemptBudget;
import dev.tenantmfa.fixture.RealmFixture;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.managers.BruteForceProtector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

/** A user in a realm with brute-force protection, and factors that answer as a test says. */
abstract class CodeCheckFixture {

    static final Check ACCEPTED = new Check.Accepted("credential-1");
    static final Check WRONG = new Check.Refused(Reason.WRONG);
    static final Check USED = new Check.Refused(Reason.USED);
    static final Check UNUSABLE = new Check.Unusable();

    final RealmFixture keycloak = new RealmFixture();
    final BruteForceProtector protector = mock(BruteForceProtector.class);
    final List<SecondFactorFactory> factories = new ArrayList<>();

    @BeforeEach
    void protectTheRealm() {
        when(keycloak.realm.isBruteForceProtected()).thenReturn(true);
        when(keycloak.session.getProvider(BruteForceProtector.class)).thenReturn(protector);
        when(keycloak.factory.getProviderFactoriesStream(SecondFactor.class)).thenAnswer(call -> factories.stream());
    }

    SecondFactors factors() {
        return SecondFactors.of(keycloak.session);
    }

    CodeCheck codes() {
        return CodeCheck.of(keycloak.session);
    }

    Verification verifyCode(String raw) {
        return codes().verify(keycloak.user, AttemptBudget.ofLogins(), raw, FactorKind.TYPED);
    }

    List<String> slots() {
        return keycloak.singleUse.keys().stream()
                .filter(key -> key.matches("tmfa\\.attempts\\.user-1\\..+\\.\\d+"))
                .toList();
    }

    void assertNothingCounted() {
        assertThat(keycloak.singleUse.keys()).isEmpty();
        verify(protector, never()).failedLogin(any(), any(), any(), any(), any());
    }

    FakeFactor factor(String id, int order, Check answer) {
        FakeFactor factor = new FakeFactor(answer);
        factories.add(new FactorOf(id, order, factor));
        when(keycloak.session.getProvider(SecondFactor.class, id)).thenReturn(factor);
        return factor;
    }

    static final class FakeFactor implements CodeFactor {

        Check answer;
        FactorKind kind = FactorKind.TOTP;
        boolean configured = true;
        boolean onlyClaims;
        boolean digitsOnly = true;
        Set<Integer> digits = Set.of();
        Predicate<CodeInput> takes = input -> true;
        int checks;

        FakeFactor(Check answer) {
            this.answer = answer;
        }

        @Override
        public FactorKind kind() {
            return kind;
        }

        @Override
        public boolean isConfiguredFor(RealmModel realm, UserModel user) {
            return configured;
        }

        @Override
        public boolean takes(RealmModel realm, UserModel user, CodeInput input) {
            return takes.test(input);
        }

        @Override
        public Set<Integer> digitsOf(RealmModel realm, UserModel user) {
            return digits;
        }

        @Override
        public boolean takesDigitsOnly() {
            return digitsOnly;
        }

        @Override
        public boolean onlyClaims(RealmModel realm, UserModel user) {
            return onlyClaims;
        }

        @Override
        public Check check(RealmModel realm, UserModel user, CodeInput input, Instant now) {
            checks++;
            return answer;
        }
    }
}
