package dev.tenantmfa.wiring.bulk;

import dev.tenantmfa.assurance.evidence.Impersonation;
import dev.tenantmfa.platform.rest.Problem;
import dev.tenantmfa.platform.rest.RealmApi;
import dev.tenantmfa.platform.rest.resource.AdminToken;
import dev.tenantmfa.wiring.bulk.LineReader.Line;
import dev.tenantmfa.wiring.bulk.Verdict.Status;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;
import org.keycloak.util.JsonSerialization;

/** Serves {@code mfa/import}: second factors of many users, a line each, answered line by line while they are stored. */
public final class BulkImportResource {

    private static final MediaType NDJSON = new MediaType("application", "x-ndjson");
    private static final int CHUNK = 100;

    private final KeycloakSession session;
    private final AdminPermissionEvaluator auth;
    private final AdminEventBuilder adminEvent;

    public BulkImportResource(KeycloakSession session, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        this.session = session;
        this.auth = auth;
        this.adminEvent = adminEvent;
    }

    /** With {@code dry_run=true} everything is tried and nothing is stored. */
    @POST
    public Response importLines(@Nullable InputStream lines) {
        return RealmApi.of(session).guard(() -> {
            auth.realm().requireManageRealm();
            auth.users().requireManage();
            Impersonation.refuseChangesIn(AdminToken.sessionOf(session, auth.adminAuth()));
            requireLines(session.getContext().getRequestHeaders().getMediaType());
            boolean dry = dryRun(session.getContext().getUri().getQueryParameters());
            String realmId = session.getContext().getRealm().getId();
            KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
            AdminEventBuilder event = adminEvent;
            StreamingOutput answer = output ->
                    run(lines == null ? InputStream.nullInputStream() : lines, output, factory, realmId, dry, event);
            return Response.ok(answer, NDJSON.withCharset("utf-8")).build();
        });
    }

    private static void requireLines(@Nullable MediaType type) {
        if (type == null || !NDJSON.isCompatible(type) || type.isWildcardType()) {
            throw Problem.of(415, "unsupported_media_type", "The body must be application/x-ndjson.")
                    .refusal();
        }
    }

    private static boolean dryRun(MultivaluedMap<String, String> query) {
        List<String> values = query.getOrDefault("dry_run", List.of("false"));
        boolean known = query.keySet().stream().allMatch("dry_run"::equals);
        if (!known || values.size() != 1 || !List.of("true", "false").contains(values.get(0))) {
            throw Problem.invalid("The only parameter is dry_run, which is true or false.")
                    .refusal();
        }
        return values.get(0).equals("true");
    }

    /** Uses sessions of its own: that of the request is closed while the answer is written. */
    private static void run(
            InputStream lines,
            OutputStream output,
            KeycloakSessionFactory factory,
            String realmId,
            boolean dry,
            AdminEventBuilder event)
            throws IOException {
        BulkImport bulk = new BulkImport(factory, realmId, dry);
        LineReader reader = new LineReader(lines);
        Map<Status, Long> counts = new EnumMap<>(Status.class);
        List<Line> chunk = reader.next(CHUNK);
        try {
            while (!chunk.isEmpty()) {
                for (Verdict verdict : bulk.chunk(chunk)) {
                    counts.merge(verdict.status(), 1L, Long::sum);
                    write(output, verdict);
                }
                output.flush();
                chunk = reader.next(CHUNK);
            }
            Map<String, Object> summary = new LinkedHashMap<>();
            for (Status status : Status.values()) {
                summary.put(status.id(), counts.getOrDefault(status, 0L));
            }
            summary.put("dry_run", dry);
            write(output, Map.of("summary", summary));
        } finally {
            // Also if the caller has gone: what was stored by then stays.
            if (!dry) {
                KeycloakModelUtils.runJobInTransaction(factory, own -> record(own, realmId, event, counts));
            }
        }
    }

    private static void write(OutputStream output, Object line) throws IOException {
        output.write(JsonSerialization.writeValueAsBytes(line));
        output.write('\n');
    }

    private static void record(KeycloakSession own, String realmId, AdminEventBuilder event, Map<Status, Long> counts) {
        own.getContext().setRealm(own.realms().getRealm(realmId));
        AdminEventBuilder builder = event.clone(own)
                .operation(OperationType.ACTION)
                .resource(ResourceType.REALM)
                .resourcePath("mfa", "import");
        counts.forEach((status, count) -> builder.detail(status.id(), Long.toString(count)));
        builder.success();
    }
}
