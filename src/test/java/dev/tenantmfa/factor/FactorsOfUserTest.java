package dev.tenantmfa.factor;

import dev.tenantmfa.fixture.RealmFixture;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.RealmModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

/** What is said about the second factors that a user has, without a look at a code. */
class FactorsOfUserTest {

    private static final Instant LOGIN = Instant.ofEpochMilli(1_000);
    private static final String APP = "app";

    private final RealmFixture keycloak = new RealmFixture();
    private final List<SecondFactorFactory> factories = new ArrayList<>();
    private final CodeFactor app = factor("app", FactorKind.TOTP);
    private final CodeFactor list = factor("list", FactorKind.BACKUP_CODE);

    @BeforeEach
    void findTheFactors() {
        when(keycloak.factory.getProviderFactoriesStream(SecondFactor.class)).thenAnswer(call -> factories.stream());
    }

    @Test
    void userWithNothingHasNoFactor() {
        assertThat(factors().hasAny(keycloak.user)).isFalse();
        assertThat(factors().isEnrolledFor(keycloak.user)).isFalse();
        assertThat(factors().takesCodesOf(keycloak.user)).isFalse();
        assertThat(factors().hadAnyBefore(keycloak.user, LOGIN)).isFalse();
    }

    @Test
    void factorsAreMadeOnceForASessionAndItsRealm() {
        SecondFactors made = factors();
        when(keycloak.session.getAttribute(SecondFactors.MADE, SecondFactors.class))
                .thenReturn(made);

        assertThat(factors()).isSameAs(made);

        KeycloakContext context = keycloak.session.getContext();
        when(context.getRealm()).thenReturn(mock(RealmModel.class));
        assertThat(factors()).isNotSameAs(made);
        verify(keycloak.session).setAttribute(SecondFactors.MADE, made);
    }

    @Test
    void securityKeyIsAFactorOfWhichNoCodeIsAsked() {
        store(WebAuthnCredentialModel.TYPE_TWOFACTOR, 1L);

        assertThat(factors().hasAny(keycloak.user)).isTrue();
        assertThat(factors().isConfiguredFor(keycloak.user)).isFalse();
        assertThat(factors().takesCodesOf(keycloak.user)).isFalse();
    }

    @Test
    void factorThatIsSetUpIsOneThatWasEnrolled() {
        when(app.isConfiguredFor(any(), any())).thenReturn(true);
        when(list.isEnrolledFor(any(), any())).thenReturn(true);

        assertThat(factors().hasAny(keycloak.user)).isTrue();
        assertThat(factors().isEnrolledFor(keycloak.user)).isTrue();
        assertThat(factors().takesCodesOf(keycloak.user)).isTrue();
    }

    @ParameterizedTest(name = "stored at {0}: {1}")
    @CsvSource({"999, true", "1000, false", "1001, false", ", true"})
    void appThatIsYoungerThanTheLoginWasNotThereBefore(Long created, boolean wasThere) {
        when(app.isConfiguredFor(any(), any())).thenReturn(true);
        store("password", 1L);
        store(APP, created);

        assertThat(factors().hadAnyBefore(keycloak.user, LOGIN)).isEqualTo(wasThere);
    }

    @ParameterizedTest(name = "stored at {0}: {1}")
    @CsvSource({"999, true", "1000, false", "1001, false", ", true"})
    void securityKeyThatIsYoungerThanTheLoginWasNotThereBefore(Long created, boolean wasThere) {
        store("password", 1L);
        store(WebAuthnCredentialModel.TYPE_TWOFACTOR, created);

        assertThat(factors().hadAnyBefore(keycloak.user, LOGIN)).isEqualTo(wasThere);
    }

    @Test
    void factorThatComesWithTheAccountWasAlwaysThere() {
        when(app.isConfiguredFor(any(), any())).thenReturn(true);

        assertThat(factors().hadAnyBefore(keycloak.user, LOGIN)).isTrue();
    }

    @Test
    void factorWithoutCodesCountsAndIsNotAskedForACode() {
        SecondFactor device = mock(SecondFactor.class);
        factories.add(new FactorOf("device", 10, device, Set.of("device")));
        when(keycloak.session.getProvider(SecondFactor.class, "device")).thenReturn(device);
        when(device.isConfiguredFor(any(), any())).thenReturn(true);
        when(device.isEnrolledFor(any(), any())).thenReturn(true);
        store("device", 999L);

        assertThat(factors().hasAny(keycloak.user)).isTrue();
        assertThat(factors().isEnrolledFor(keycloak.user)).isTrue();
        assertThat(factors().hadAnyBefore(keycloak.user, LOGIN)).isTrue();
        assertThat(factors().isConfiguredFor(keycloak.user)).isFalse();
        assertThat(factors().takesCodesOf(keycloak.user)).isFalse();
        assertThat(factors().kindsOf(keycloak.user)).isEmpty();
        assertThat(InstalledFactors.of(keycloak.session).areStoredFor(keycloak.realm, keycloak.user))
                .isTrue();
    }

    @Test
    void factorsTellWhereTheyStandAndWhatTheyHandOver() {
        SecondFactor.Standing standing = new SecondFactor.Standing(null, null, null);
        when(app.isConfiguredFor(any(), any())).thenReturn(true);
        when(app.standing(any(), any())).thenReturn(standing);
        when(app.handOver(any(), any(), any())).thenReturn(new SecondFactor.HandedOver(2, 1));
        when(list.handOver(any(), any(), any())).thenReturn(new SecondFactor.HandedOver(3, 0));

        assertThat(factors().standing(keycloak.user)).containsExactly(standing);
        assertThat(factors().handOver(keycloak.user, LOGIN)).isEqualTo(new SecondFactor.HandedOver(5, 1));
    }

    private SecondFactors factors() {
        return SecondFactors.of(keycloak.session);
    }

    private void store(String type, Long created) {
        CredentialModel credential = new CredentialModel();
        credential.setType(type);
        credential.setCreatedDate(created);
        keycloak.credentials.createStoredCredential(credential);
    }

    private CodeFactor factor(String id, FactorKind kind) {
        CodeFactor factor = mock(CodeFactor.class);
        when(factor.kind()).thenReturn(kind);
        factories.add(new FactorOf(id, factories.size(), factor, Set.of(id)));
        when(keycloak.session.getProvider(SecondFactor.class, id)).thenReturn(factor);
        return factor;
    }
}
