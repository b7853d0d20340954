package dev.tenantmfa.tenant.people;

import dev.tenantmfa.platform.rest.PersonId;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/** Looks people of a realm up by ids that come from outside. */
public final class People {

    private People() {}

    /** @return empty for ids of nobody, and for what is no id; Keycloak fails on some of those */
    public static Optional<UserModel> byId(KeycloakSession session, String id) {
        return PersonId.isOne(id)
                ? Optional.ofNullable(
                        session.users().getUserById(session.getContext().getRealm(), id))
                : Optional.empty();
    }
}
