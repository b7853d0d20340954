package dev.tenantmfa.platform.seal;

import dev.tenantmfa.crypto.SealException;
import dev.tenantmfa.fixture.InMemoryCredentials;
import dev.tenantmfa.fixture.RealmFixture;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.RootAuthenticationSessionModel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

class SealedNoteTest {

    private record Waiting(String secret, int count) {}

    private static final SealedNote<Waiting> NOTE = new SealedNote<>("note", "purpose", Waiting.class);
    private static final Waiting VALUE = new Waiting("the secret", 3);

    private final RealmFixture keycloak = new RealmFixture();
    private final UserModel other = RealmFixture.person("user-2", new InMemoryCredentials());
    private final Map<String, String> notes = new HashMap<>();
    private final AuthenticationSessionModel login = login("root-1", "tab-1");

    @Test
    void valueIsStoredInTheLoginAndNotInClear() {
        NOTE.save(keycloak.session, login, keycloak.user, VALUE);

        assertThat(notes.get("note")).doesNotContain("the secret");
        assertThat(NOTE.load(keycloak.session, login, keycloak.user)).contains(VALUE);
        NOTE.forget(login);
        assertThat(NOTE.load(keycloak.session, login, keycloak.user)).isEmpty();
    }

    @Test
    void noteOfAnotherUserLoginOrPurposeDoesNotOpen() {
        NOTE.save(keycloak.session, login, keycloak.user, VALUE);

        assertThat(NOTE.load(keycloak.session, login, other)).isEmpty();
        assertThat(NOTE.load(keycloak.session, login("root-2", "tab-1"), keycloak.user))
                .isEmpty();
        assertThat(NOTE.load(keycloak.session, login("root-1", "tab-2"), keycloak.user))
                .isEmpty();
        assertThat(new SealedNote<>("note", "another", Waiting.class).load(keycloak.session, login, keycloak.user))
                .isEmpty();
    }

    @Test
    void changedNoteDoesNotOpen() {
        NOTE.save(keycloak.session, login, keycloak.user, VALUE);

        notes.put("note", notes.get("note").replaceFirst("(?<=tmfa1\\.)", "x"));
        assertThat(NOTE.load(keycloak.session, login, keycloak.user)).isEmpty();
        notes.put("note", "not JSON");
        assertThat(NOTE.load(keycloak.session, login, keycloak.user)).isEmpty();
    }

    @Test
    void withoutKeyNothingIsStored() {
        keycloak.removeAesKey("kid-1");

        assertThatThrownBy(() -> NOTE.save(keycloak.session, login, keycloak.user, VALUE))
                .isInstanceOf(SealException.class);
        assertThat(notes).isEmpty();
    }

    private AuthenticationSessionModel login(String rootId, String tabId) {
        AuthenticationSessionModel session = mock(AuthenticationSessionModel.class);
        RootAuthenticationSessionModel root = mock(RootAuthenticationSessionModel.class);
        when(root.getId()).thenReturn(rootId);
        when(session.getParentSession()).thenReturn(root);
        when(session.getTabId()).thenReturn(tabId);
        when(session.getAuthNote(anyString())).thenAnswer(call -> notes.get(call.<String>getArgument(0)));
        doAnswer(call -> notes.put(call.getArgument(0), call.getArgument(1)))
                .when(session)
                .setAuthNote(any(), any());
        doAnswer(call -> notes.remove(call.<String>getArgument(0)))
                .when(session)
                .removeAuthNote(any());
        return session;
    }
}
