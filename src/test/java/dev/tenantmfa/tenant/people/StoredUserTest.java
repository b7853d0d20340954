package dev.tenantmfa.tenant.people;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.component.ComponentModel;
import org.keycloak.credential.CredentialInputValidator;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.SubjectCredentialManager;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserProvider;
import org.keycloak.storage.UserStorageProvider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;
import static org.mockito.Mockito.withSettings;

/** When a user whose row was read is loaded after all. */
class StoredUserTest {

    private static final String ID = "user-1";
    private static final String STORE = "store-1";

    private final KeycloakSession session = mock(KeycloakSession.class);
    private final RealmModel realm = mock(RealmModel.class);
    private final UserProvider users = mock(UserProvider.class);
    private final UserModel loaded = mock(UserModel.class);
    private final SubjectCredentialManager real = mock(SubjectCredentialManager.class);

    @BeforeEach
    void server() {
        KeycloakContext context = mock(KeycloakContext.class);
        when(session.getContext()).thenReturn(context);
        when(context.getRealm()).thenReturn(realm);
        when(session.users()).thenReturn(users);
        when(users.getUserById(realm, ID)).thenReturn(loaded);
        when(loaded.credentialManager()).thenReturn(real);
    }

    @Test
    void whatTheRowSaysLoadsNobody() {
        StoredUser user = user(null, "otp");

        assertThat(user.getUsername()).isEqualTo("alice");
        assertThat(user.getEmail()).isEqualTo("alice@example.test");
        assertThat(user.isEnabled()).isTrue();
        assertThat(user.getCreatedTimestamp()).isEqualTo(7);
        assertThat(user.credentialManager().isConfiguredFor("otp")).isTrue();
        assertThat(user.credentialManager().isConfiguredFor("webauthn")).isFalse();
        assertThat(user.credentialManager().getStoredCredentialsByTypeStream("otp"))
                .hasSize(1);
        assertThat(user.credentialManager().getStoredCredentialsByTypeStream("password"))
                .isEmpty();
        verify(users, never()).getUserById(realm, ID);
    }

    @Test
    void whateverElseIsAskedLoadsTheUser() {
        StoredUser user = user(null);
        when(loaded.getFirstAttribute("locale")).thenReturn("de");

        assertThat(user.getFirstAttribute("locale")).isEqualTo("de");
        user.credentialManager().removeStoredCredentialById("one");

        verify(real).removeStoredCredentialById("one");
    }

    @Test
    void userWhoWasRemovedMeanwhileIsNotMadeUp() {
        when(users.getUserById(realm, ID)).thenReturn(null);

        assertThatThrownBy(() -> user(null).getFirstAttribute("locale")).hasMessageContaining(ID);
    }

    @Test
    void providerOfAnImportedUserIsAskedOnlyForWhatItChecks() {
        storage(true, true, "otp");
        when(real.isConfiguredFor("otp")).thenReturn(true);
        StoredUser user = user(STORE, "tmfa-totp");

        assertThat(user.credentialManager().isConfiguredFor("tmfa-totp")).isTrue();
        assertThat(user.credentialManager().isConfiguredFor("webauthn")).isFalse();
        verify(users, never()).getUserById(realm, ID);
        assertThat(user.credentialManager().isConfiguredFor("otp")).isTrue();
    }

    @Test
    void providerWithoutCredentialsIsNotAsked() {
        storage(true, false, "");

        assertThat(user(STORE, "otp").credentialManager().isConfiguredFor("otp"))
                .isTrue();
        verify(users, never()).getUserById(realm, ID);
    }

    /** Keycloak then counts no credential of the user. */
    @Test
    void userOfADisabledOrRemovedProviderIsLeftToKeycloak() {
        assertThat(user(STORE, "otp").credentialManager().isConfiguredFor("otp"))
                .isFalse();
        storage(false, true, "otp");
        assertThat(user(STORE, "otp").credentialManager().isConfiguredFor("otp"))
                .isFalse();
    }

    private void storage(boolean enabled, boolean checking, String type) {
        ComponentModel component = new ComponentModel();
        component.setId(STORE);
        component.put("enabled", enabled);
        when(realm.getComponent(STORE)).thenReturn(component);
        UserStorageProvider provider = checking
                ? mock(UserStorageProvider.class, withSettings().extraInterfaces(CredentialInputValidator.class))
                : mock(UserStorageProvider.class);
        if (provider instanceof CredentialInputValidator validator) {
            when(validator.supportsCredentialType(type)).thenReturn(true);
        }
        when(session.getProvider(UserStorageProvider.class, component)).thenReturn(provider);
    }

    private StoredUser user(String link, String... types) {
        List<CredentialModel> stored = List.of(types).stream()
                .map(type -> {
                    CredentialModel credential = new CredentialModel();
                    credential.setType(type);
                    return credential;
                })
                .toList();
        return new StoredUser(
                        session,
                        new StoredUser.Row(ID, "alice", "alice@example.test", true, "Al", "Ice", 7L, link, true))
                .with(stored);
    }
}
