package dev.tenantmfa.factor;

import dev.tenantmfa.factor.SecondFactor.Reason;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.models.SingleUseObjectProvider;
import org.keycloak.provider.ProviderFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

/** In which transaction a code is checked. */
class AttemptTransactionTest extends CodeCheckFixture {

    private FakeFactor app;

    @BeforeEach
    void storeThatChangesAtOnce() {
        store("infinispan");
        app = factor("a", 10, ACCEPTED);
        app.onlyClaims = true;
        app.takes = input -> input.isDigits(6);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private void store(String id) {
        ProviderFactory store = mock(ProviderFactory.class);
        when(store.getId()).thenReturn(id);
        when(keycloak.factory.getProviderFactory(SingleUseObjectProvider.class)).thenReturn(store);
    }

    @Test
    void codeThatIsOnlyClaimedNeedsNoTransactionOfItsOwn() {
        assertThat(verifyCode("123456")).isInstanceOf(Verification.Accepted.class);

        verify(keycloak.factory, never()).create();
        assertNothingCounted();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpa", "of-somebody-else"})
    void storeThatChangesWithTheTransactionNeedsOne(String id) {
        store(id);

        assertThat(verifyCode("123456")).isInstanceOf(Verification.Accepted.class);

        verify(keycloak.factory, times(1)).create();
    }

    @Test
    void factorThatWritesNeedsOne() {
        factor("b", 20, WRONG);

        assertThat(verifyCode("123456")).isInstanceOf(Verification.Accepted.class);

        verify(keycloak.factory, times(1)).create();
    }

    @Test
    void factorThatDoesNotTakeTheInputDoesNotMatter() {
        factor("b", 20, WRONG).takes = input -> input.isLettersOrDigits(12);

        verifyCode("123456");

        verify(keycloak.factory, never()).create();
    }

    /** The request is rolled back where the answer is an error. */
    @Test
    void wrongCodeIsNotedInATransactionOfItsOwn() {
        app.answer = WRONG;

        assertThat(verifyCode("123456")).isEqualTo(new Verification.Rejected(Reason.WRONG, Method.TOTP));

        assertThat(slots()).hasSize(2);
        verify(keycloak.factory, times(2)).create();
    }
}
