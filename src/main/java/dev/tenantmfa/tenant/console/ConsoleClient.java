package dev.tenantmfa.tenant.console;

import jakarta.ws.rs.core.UriBuilder;
import org.keycloak.models.RealmModel;

/** The client with which the console logs in. */
public final class ConsoleClient {

    /** Its client id. */
    public static final String ID = "tenant-console";

    private ConsoleClient() {}

    /** Where the console is, relative to the server, with a trailing slash. */
    public static String address(RealmModel realm) {
        return UriBuilder.fromPath("/realms/")
                .segment(realm.getName())
                .path("tenants/console/")
                .build()
                .getRawPath();
    }
}
