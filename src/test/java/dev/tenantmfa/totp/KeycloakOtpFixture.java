package dev.tenantmfa.totp;

import dev.tenantmfa.factor.CodeFactor.Check;
import dev.tenantmfa.factor.CodeInput;
import dev.tenantmfa.factor.SecondFactor.Reason;
import dev.tenantmfa.fixture.RealmFixture;
import dev.tenantmfa.otp.Totp;
import dev.tenantmfa.otp.TotpAlgorithm;
import dev.tenantmfa.otp.TotpParameters;
import dev.tenantmfa.otp.TotpSecret;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.representations.idm.ClientProfilesRepresentation;
import org.keycloak.services.clientpolicy.ClientPolicyException;
import org.keycloak.services.clientpolicy.ClientPolicyManager;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.RETURNS_SELF;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

/** Apps that Keycloak's own set-up stored. */
abstract class KeycloakOtpFixture {
    static final Check USED = new Check.Refused(Reason.USED);
    static final String RAW = "a secret of twenty b";
    static final TotpParameters SIX = new TotpParameters(6, 30, TotpAlgorithm.SHA1);

    final RealmFixture keycloak = new RealmFixture();
    final KeycloakOtpFactor factor = new KeycloakOtpFactor(keycloak.session);
    final long step = RealmFixture.START.getEpochSecond() / 30;

    /** No client, identity provider or client policy of the realm uses a flow. */
    @BeforeEach
    @SuppressWarnings("unchecked")
    void useNoFlows() throws ClientPolicyException {
        ClientPolicyManager policies = mock(ClientPolicyManager.class);
        when(policies.getClientProfiles(keycloak.realm, true)).thenReturn(new ClientProfilesRepresentation());
        when(keycloak.session.clientPolicy()).thenReturn(policies);
        TypedQuery<Object> nothing = mock(TypedQuery.class, RETURNS_SELF);
        EntityManager entities = mock(EntityManager.class);
        when(entities.createQuery(anyString(), any(Class.class))).thenReturn(nothing);
        JpaConnectionProvider database = mock(JpaConnectionProvider.class);
        when(database.getEntityManager()).thenReturn(entities);
        when(keycloak.session.getProvider(JpaConnectionProvider.class)).thenReturn(database);
    }

    String add(OTPCredentialModel model, String label) {
        model.setUserLabel(label);
        return keycloak.credentials.createStoredCredential(model).getId();
    }

    Check check(String code) {
        return factor.check(keycloak.realm, keycloak.user, input(code), keycloak.clock.now());
    }

    static String code(long step) {
        return new Totp(SIX, TotpSecret.ofBytes(RAW.getBytes(StandardCharsets.UTF_8))).codeAt(step);
    }

    static CodeInput input(String code) {
        return CodeInput.of(code).orElseThrow();
    }
}
