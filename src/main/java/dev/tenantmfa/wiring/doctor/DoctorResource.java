package dev.tenantmfa.wiring.doctor;

import dev.tenantmfa.platform.rest.Preferred;
import dev.tenantmfa.platform.rest.Problem;
import dev.tenantmfa.platform.rest.RealmApi;
import dev.tenantmfa.wiring.doctor.finding.Finding.Severity;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Set;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** Serves {@code mfa/doctor}. */
public final class DoctorResource {

    private static final Set<String> PARAMETERS = Set.of("fail_on", "users");

    private final KeycloakSession session;
    private final AdminPermissionEvaluator auth;

    public DoctorResource(KeycloakSession session, AdminPermissionEvaluator auth) {
        this.session = session;
        this.auth = auth;
    }

    /**
     * Examines the realm. With {@code fail_on=open} it answers 409, with the same body, if a login method is open or an error
     * was found; with {@code fail_on=warning} also for warnings. With {@code users=true} it names users, at most 100 for each
     * finding, for which the caller must be allowed to see them.
     */
    @GET
    public Response examine() {
        return RealmApi.of(session).guard(() -> {
            auth.realm().requireViewRealm();
            MultivaluedMap<String, String> query = session.getContext().getUri().getQueryParameters();
            query.keySet().stream()
                    .filter(name -> !PARAMETERS.contains(name))
                    .findFirst()
                    .ifPresent(name -> {
                        throw Problem.invalid("Unknown parameter. Allowed: fail_on, users.")
                                .refusal();
                    });
            String failOn = choice(query, "fail_on", List.of("open", "warning"));
            boolean named = choice(query, "users", List.of("true", "false")).equals("true");
            if (named) {
                auth.users().requireView();
            }
            Report report = new Doctor(session).examine(named);
            Response.ResponseBuilder answer = Response.status(fails(report, failOn) ? 409 : 200);
            return Preferred.is(session, MediaType.TEXT_PLAIN_TYPE)
                    ? answer.entity(ReportText.of(report))
                            .type(MediaType.TEXT_PLAIN_TYPE.withCharset("utf-8"))
                            .build()
                    : answer.entity(report)
                            .type(MediaType.APPLICATION_JSON_TYPE)
                            .build();
        });
    }

    /** The value of the parameter; empty if it is missing. */
    private static String choice(MultivaluedMap<String, String> query, String name, List<String> allowed) {
        List<String> values = query.get(name);
        if (values == null) {
            return "";
        }
        if (values.size() != 1 || !allowed.contains(values.get(0))) {
            throw Problem.invalid(name + " must be " + String.join(" or ", allowed) + ".")
                    .refusal();
        }
        return values.get(0);
    }

    private static boolean fails(Report report, String failOn) {
        boolean open = report.open() > 0 || report.has(Severity.ERROR);
        return switch (failOn) {
            case "open" -> open;
            case "warning" -> open || report.has(Severity.WARNING);
            default -> false;
        };
    }
}
