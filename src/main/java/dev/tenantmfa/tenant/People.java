package dev.tenantmfa.tenant;

import dev.tenantmfa.platform.rest.PlainText;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/** Looks people of a realm up by ids that come from outside. */
public final class People {

    private static final int LONGEST_ID = 255;
    private static final String FEDERATED = "f:";

    private People() {}

    /** @return empty for ids of nobody, and for what is no id; Keycloak fails on some of those */
    public static Optional<UserModel> byId(KeycloakSession session, String id) {
        return isId(id)
                ? Optional.ofNullable(
                        session.users().getUserById(session.getContext().getRealm(), id))
                : Optional.empty();
    }

    /** Ids of people from other stores are {@code f:<store>:<id there>}. */
    private static boolean isId(String id) {
        if (id.isEmpty() || id.length() > LONGEST_ID || !PlainText.is(id)) {
            return false;
        }
        return !id.startsWith(FEDERATED) || id.indexOf(':', FEDERATED.length()) > FEDERATED.length();
    }
}
