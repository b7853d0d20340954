package dev.tenantmfa.tenant.session;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.keycloak.common.util.Time;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.UserSessionModel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

/** The tenants that were entered in a session. */
class ActiveTenantTest {

    private final Map<String, String> notes = new HashMap<>();
    private final Map<String, String> notesOfClient = new HashMap<>();
    private final UserSessionModel session = mock(UserSessionModel.class);
    private final AuthenticatedClientSessionModel client = mock(AuthenticatedClientSessionModel.class);

    ActiveTenantTest() {
        when(session.getNotes()).thenReturn(notes);
        when(session.getNote(anyString())).thenAnswer(call -> notes.get(call.<String>getArgument(0)));
        doAnswer(call -> notes.put(call.getArgument(0), call.getArgument(1)))
                .when(session)
                .setNote(anyString(), anyString());
        doAnswer(call -> notes.remove(call.<String>getArgument(0)))
                .when(session)
                .removeNote(anyString());
        when(session.getAuthenticatedClientSessions()).thenReturn(Map.of("client", client));
        when(client.getUserSession()).thenReturn(session);
        when(client.getNotes()).thenReturn(notesOfClient);
        when(client.getNote(anyString())).thenAnswer(call -> notesOfClient.get(call.<String>getArgument(0)));
        doAnswer(call -> notesOfClient.put(call.getArgument(0), call.getArgument(1)))
                .when(client)
                .setNote(anyString(), anyString());
        doAnswer(call -> notesOfClient.remove(call.<String>getArgument(0)))
                .when(client)
                .removeNote(anyString());
    }

    @Test
    void tenantIsEnteredBySessionOrClient() {
        notes.put("tenant-mfa.entered.acme", "true");
        notesOfClient.put("tenant-mfa.entered.globex", "true");

        assertThat(ActiveTenant.enteredIn(session)).containsExactlyInAnyOrder("acme", "globex");
        assertThat(ActiveTenant.enteredWith(client)).containsExactly("globex");
    }

    @Test
    void entryIsCopiedOnce() {
        ActiveTenant.copyEntry("acme", client);
        notes.clear();
        ActiveTenant.copyEntry("acme", client);

        assertThat(ActiveTenant.enteredWith(client)).containsExactly("acme");
        assertThat(notes).isEmpty();
    }

    @Test
    void endedPartIsNotEnteredAndItsTokensAreDead() {
        ActiveTenant.copyEntry("acme", client);
        ActiveTenant.copyEntry("globex", client);
        notes.put(ActiveTenant.NOTE, "globex");

        ActiveTenant.end(session, "acme");

        long now = Time.currentTime();
        assertThat(ActiveTenant.enteredIn(session)).containsExactly("globex");
        assertThat(ActiveTenant.lastOf(session)).contains("globex");
        assertThat(ActiveTenant.hasEnded(session, "acme", now)).isTrue();
        assertThat(ActiveTenant.hasEnded(session, "acme", null)).isTrue();
        assertThat(ActiveTenant.hasEnded(session, "acme", now + 60)).isFalse();
        assertThat(ActiveTenant.hasEnded(session, "globex", now)).isFalse();
    }

    @Test
    void endedTenantIsNotTheLastOne() {
        ActiveTenant.copyEntry("acme", client);
        notes.put(ActiveTenant.NOTE, "acme");

        ActiveTenant.end(session, "acme");

        assertThat(ActiveTenant.lastOf(session)).isEmpty();
    }
}
