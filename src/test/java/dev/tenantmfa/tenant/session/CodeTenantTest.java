package dev.tenantmfa.tenant.session;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.keycloak.common.util.Time;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OAuth2DeviceUserCodeModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.SingleUseObjectProvider;
import org.keycloak.sessions.AuthenticationSessionModel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

class CodeTenantTest {

    private final KeycloakSession session = mock(KeycloakSession.class);

    /** Those of the client's session, into which Keycloak copies the notes of each login. */
    private final Map<String, String> notes = new HashMap<>();

    private final AuthenticatedClientSessionModel clientSession = mock(AuthenticatedClientSessionModel.class);

    CodeTenantTest() {
        when(clientSession.getNote(anyString())).thenAnswer(call -> notes.get(call.<String>getArgument(0)));
        when(clientSession.getNotes()).thenAnswer(call -> Map.copyOf(notes));
        doAnswer(call -> notes.remove(call.<String>getArgument(0)))
                .when(clientSession)
                .removeNote(anyString());
    }

    @Test
    void eachCodeTellsTheTenantOfItsLogin() {
        CodeTenant.note(session, login("n1", null), "acme");
        CodeTenant.note(session, login("n1", "c2"), "globex");
        CodeTenant.note(session, login(null, "c3"), CodeTenant.NONE);

        assertThat(tenant("n1", null)).contains("acme");
        assertThat(tenant("n1", "c2")).contains("globex");
        assertThat(tenant(null, "c3")).contains(CodeTenant.NONE);
        assertThat(tenant("n4", null)).isEmpty();
        assertThat(tenant(null, null)).isEmpty();
    }

    @Test
    void lastChoiceOfALoginCounts() {
        AuthenticationSessionModel login = login("n1", "c1");
        CodeTenant.note(session, login, "acme");
        CodeTenant.note(session, login, "globex");

        assertThat(tenant("n1", "c1")).contains("globex");
    }

    @Test
    void numberOfNotesIsLimited() {
        for (int i = 0; i < CodeTenant.MOST; i++) {
            CodeTenant.note(session, login("n" + i, null), "acme");
        }
        CodeTenant.prune(clientSession);
        assertThat(tenant("n0", null)).contains("acme");

        Time.setOffset(5);
        CodeTenant.note(session, login("last", null), "globex");
        CodeTenant.prune(clientSession);

        assertThat(notes).hasSize(CodeTenant.KEPT + 1);
        assertThat(tenant("last", null)).contains("globex");
    }

    @AfterEach
    void putTheClockBack() {
        Time.setOffset(0);
    }

    @Test
    void loginThatGetsNoCodeIsNotNoted() {
        AuthenticationSessionModel implicit = login("n1", null);
        when(implicit.getClientNote("response_type")).thenReturn("id_token token");
        AuthenticationSessionModel hybrid = login("n2", null);
        when(hybrid.getClientNote("response_type")).thenReturn("code id_token");

        CodeTenant.note(session, implicit, "acme");
        CodeTenant.note(session, hybrid, "acme");

        assertThat(tenant("n1", null)).isEmpty();
        assertThat(tenant("n2", null)).contains("acme");
    }

    @Test
    void deviceTellsTheTenantOfItsLogin() {
        RealmModel realm = mock(RealmModel.class);
        when(realm.getId()).thenReturn("r");
        SingleUseObjectProvider store = mock(SingleUseObjectProvider.class);
        when(session.singleUseObjects()).thenReturn(store);
        OAuth2DeviceUserCodeModel userCode = new OAuth2DeviceUserCodeModel(realm, "device", "ABCD");
        when(store.get(userCode.serializeKey())).thenReturn(userCode.serializeValue());
        for (String entered : new String[] {"ABCD", "EXPIRED"}) {
            AuthenticationSessionModel login = login("n1", null);
            when(login.getRealm()).thenReturn(realm);
            when(login.getClientNote("OAUTH2_DEVICE_VERIFIED_USER_CODE")).thenReturn(entered);
            CodeTenant.note(session, login, "acme " + entered);
        }

        assertThat(CodeTenant.in(clientSession, CodeTenant.ofDevice("device"))).contains("acme ABCD");
        assertThat(tenant("n1", null)).isEmpty();
    }

    @Test
    void codeIsReplacedByALaterLoginOfAClientWithSeveralTenants() {
        long issuedAt = Time.currentTime() - 1L;
        assertThat(CodeTenant.isReplaced(clientSession, issuedAt))
                .as("no login")
                .isFalse();

        CodeTenant.note(session, login(null, null), "acme");
        notes.put("tenant-mfa.entered.acme", "true");
        assertThat(CodeTenant.isReplaced(clientSession, issuedAt))
                .as("one tenant")
                .isFalse();

        notes.put("tenant-mfa.entered.globex", "true");
        assertThat(CodeTenant.isReplaced(clientSession, issuedAt)).isTrue();
        assertThat(CodeTenant.isReplaced(clientSession, issuedAt + 60))
                .as("its own login")
                .isFalse();
    }

    private Optional<String> tenant(String nonce, String challenge) {
        return CodeTenant.in(clientSession, CodeTenant.ofCode(nonce, challenge));
    }

    private AuthenticationSessionModel login(String nonce, String challenge) {
        AuthenticationSessionModel login = mock(AuthenticationSessionModel.class);
        when(login.getClientNote("nonce")).thenReturn(nonce);
        when(login.getClientNote("code_challenge")).thenReturn(challenge);
        doAnswer(call -> notes.put(call.getArgument(0), call.getArgument(1)))
                .when(login)
                .setClientNote(anyString(), anyString());
        return login;
    }
}
