package dev.tenantmfa.it.support;

import java.util.List;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.storage.UserStorageProviderFactory;

/** Offers {@link PeopleStorage} to a realm, as a component with the usernames of its people. */
public final class PeopleStorageFactory implements UserStorageProviderFactory<PeopleStorage> {
    public static final String PROVIDER_ID = "test-people";

    /** The usernames, separated by commas. */
    public static final String PEOPLE = "people";

    /** What all of them log in with. */
    public static final String PASSWORD = "Elsewhere-Kept-9!";

    @Override
    public PeopleStorage create(KeycloakSession session, ComponentModel model) {
        return new PeopleStorage(session, model);
    }

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return List.of(new ProviderConfigProperty(
                PEOPLE, "People", "Usernames, separated by commas", ProviderConfigProperty.STRING_TYPE, ""));
    }
}
