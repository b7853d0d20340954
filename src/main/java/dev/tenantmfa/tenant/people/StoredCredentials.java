package dev.tenantmfa.tenant.people;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.component.ComponentModel;
import org.keycloak.credential.CredentialInput;
import org.keycloak.credential.CredentialInputValidator;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.SubjectCredentialManager;
import org.keycloak.storage.UserStorageProvider;
import org.keycloak.storage.UserStorageProviderModel;

/** The credentials of a {@link StoredUser}: what is stored was read before, everything else is asked of Keycloak. */
final class StoredCredentials implements SubjectCredentialManager {

    private final KeycloakSession session;
    private final @Nullable String federationLink;
    private final List<CredentialModel> stored;
    private final Supplier<SubjectCredentialManager> real;

    /**
     * @param federationLink the user storage provider from which the user was imported; null for none
     * @param real of the user itself, which may have to be loaded first
     */
    StoredCredentials(
            KeycloakSession session,
            @Nullable String federationLink,
            List<CredentialModel> stored,
            Supplier<SubjectCredentialManager> real) {
        this.session = session;
        this.federationLink = federationLink;
        this.stored = stored;
        this.real = real;
    }

    @Override
    public Stream<CredentialModel> getStoredCredentialsStream() {
        return stored.stream();
    }

    @Override
    public Stream<CredentialModel> getStoredCredentialsByTypeStream(String type) {
        return stored.stream().filter(credential -> type.equals(credential.getType()));
    }

    /** The storage provider of an imported user is asked only if it checks credentials of the type itself. */
    @Override
    public boolean isConfiguredFor(String type) {
        if (federationLink != null && isUpToProvider(federationLink, type)) {
            return real.get().isConfiguredFor(type);
        }
        return getStoredCredentialsByTypeStream(type).findAny().isPresent();
    }

    private boolean isUpToProvider(String id, String type) {
        ComponentModel component = session.getContext().getRealm().getComponent(id);
        return component == null
                || !new UserStorageProviderModel(component).isEnabled()
                || session.getProvider(UserStorageProvider.class, component) instanceof CredentialInputValidator checks
                        && checks.supportsCredentialType(type);
    }

    @Override
    public boolean isValid(List<CredentialInput> inputs) {
        return real.get().isValid(inputs);
    }

    @Override
    public boolean updateCredential(CredentialInput input) {
        return real.get().updateCredential(input);
    }

    @Override
    public void updateStoredCredential(CredentialModel credential) {
        real.get().updateStoredCredential(credential);
    }

    @Override
    public CredentialModel createStoredCredential(CredentialModel credential) {
        return real.get().createStoredCredential(credential);
    }

    @Override
    public boolean removeStoredCredentialById(String id) {
        return real.get().removeStoredCredentialById(id);
    }

    @Override
    public CredentialModel getStoredCredentialById(String id) {
        return real.get().getStoredCredentialById(id);
    }

    @Override
    public Stream<CredentialModel> getFederatedCredentialsStream() {
        return real.get().getFederatedCredentialsStream();
    }

    @Override
    public CredentialModel getStoredCredentialByNameAndType(String name, String type) {
        return real.get().getStoredCredentialByNameAndType(name, type);
    }

    @Override
    public boolean moveStoredCredentialTo(String id, String newPreviousCredentialId) {
        return real.get().moveStoredCredentialTo(id, newPreviousCredentialId);
    }

    @Override
    public void updateCredentialLabel(String credentialId, String label) {
        real.get().updateCredentialLabel(credentialId, label);
    }

    @Override
    public void disableCredentialType(String type) {
        real.get().disableCredentialType(type);
    }

    @Override
    public Stream<String> getDisableableCredentialTypesStream() {
        return real.get().getDisableableCredentialTypesStream();
    }

    @Override
    @Deprecated
    public boolean isConfiguredLocally(String type) {
        return real.get().isConfiguredLocally(type);
    }

    @Override
    @Deprecated
    public Stream<String> getConfiguredUserStorageCredentialTypesStream() {
        return real.get().getConfiguredUserStorageCredentialTypesStream();
    }

    @Override
    @Deprecated
    public CredentialModel createCredentialThroughProvider(CredentialModel model) {
        return real.get().createCredentialThroughProvider(model);
    }
}
