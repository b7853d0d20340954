package dev.tenantmfa.tenant.people;

import dev.tenantmfa.platform.rest.PersonId;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/** Looks up users of a realm by ids from requests. */
public final class People {

    private People() {}

    /** @return empty for unknown and malformed ids; Keycloak fails on some malformed ones */
    public static Optional<UserModel> byId(KeycloakSession session, String id) {
        return PersonId.isOne(id)
                ? Optional.ofNullable(
                        session.users().getUserById(session.getContext().getRealm(), id))
                : Optional.empty();
    }
}
