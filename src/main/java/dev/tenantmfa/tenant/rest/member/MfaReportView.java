package dev.tenantmfa.tenant.rest.member;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tenantmfa.factor.Method;
import dev.tenantmfa.platform.rest.CsvTable;
import dev.tenantmfa.platform.rest.Preferred;
import dev.tenantmfa.tenant.Tenant;
import dev.tenantmfa.tenant.enrolment.Enrolment.State;
import dev.tenantmfa.tenant.enrolment.Enrolments;
import dev.tenantmfa.tenant.enrolment.MfaReport;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;
import org.keycloak.models.KeycloakSession;

/** How many members of a tenant are how far with what its policy requires. */
public record MfaReportView(
        @JsonProperty("members") long members,
        @JsonProperty("required") long required,
        @JsonProperty("enrolled") long enrolled,
        @JsonProperty("missing") long missing,
        @JsonProperty("states") Map<String, Long> states,
        @JsonProperty("methods") Map<String, Long> methods) {

    /** As JSON or CSV, as the caller prefers. */
    public static Response answer(KeycloakSession session, Tenant tenant) {
        MfaReportView view = of(MfaReport.of(Enrolments.of(session, tenant).all("")));
        return Preferred.is(session, CsvTable.MEDIA_TYPE)
                ? view.table().download("mfa-report-" + tenant.alias())
                : Response.ok(view, MediaType.APPLICATION_JSON_TYPE).build();
    }

    private static MfaReportView of(MfaReport report) {
        Map<String, Long> states = new LinkedHashMap<>();
        for (State state : State.values()) {
            states.put(state.name(), report.states().getOrDefault(state, 0L));
        }
        Map<String, Long> methods = new LinkedHashMap<>();
        for (Method method : Method.values()) {
            Long count = report.methods().get(method);
            if (count != null) {
                methods.put(method.id(), count);
            }
        }
        return new MfaReportView(
                report.members(), report.required(), report.enrolled(), report.missing(), states, methods);
    }

    private CsvTable table() {
        CsvTable table = new CsvTable("figure", "members")
                .row("members", members)
                .row("required", required)
                .row("enrolled", enrolled)
                .row("missing", missing);
        states.forEach((state, count) -> table.row("state " + state, count));
        methods.forEach((method, count) -> table.row("method " + method, count));
        return table;
    }
}
