package dev.tenantmfa.wiring.export;

import dev.tenantmfa.platform.rest.Problem;
import dev.tenantmfa.platform.rest.RealmApi;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** Serves {@code mfa/install/export}. */
public final class ExportResource {

    private final KeycloakSession session;
    private final AdminPermissionEvaluator auth;

    public ExportResource(KeycloakSession session, AdminPermissionEvaluator auth) {
        this.session = session;
        this.auth = auth;
    }

    /** The wiring of the realm in the format of a tool. */
    @GET
    public Response export() {
        return RealmApi.of(session).guard(() -> {
            auth.realm().requireViewRealm();
            String format = format(session.getContext().getUri().getQueryParameters());
            Wired wired = Wired.read(session);
            return switch (format) {
                case "config-cli" ->
                    Response.ok(ConfigCli.of(wired), MediaType.APPLICATION_JSON_TYPE)
                            .build();
                case "kcadm" -> text(Kcadm.of(wired));
                default -> text(Terraform.of(wired));
            };
        });
    }

    private static String format(MultivaluedMap<String, String> query) {
        List<String> formats = query.getOrDefault("format", List.of());
        if (query.size() != 1
                || formats.size() != 1
                || !List.of("config-cli", "kcadm", "terraform").contains(formats.get(0))) {
            throw Problem.invalid("The only parameter is format: config-cli, kcadm or terraform.")
                    .refusal();
        }
        return formats.get(0);
    }

    private static Response text(String text) {
        return Response.ok(text, MediaType.TEXT_PLAIN_TYPE.withCharset("utf-8")).build();
    }
}
