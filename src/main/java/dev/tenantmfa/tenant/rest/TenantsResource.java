package dev.tenantmfa.tenant.rest;

import dev.tenantmfa.platform.rest.JsonBody;
import dev.tenantmfa.platform.rest.Page;
import dev.tenantmfa.platform.rest.Problem;
import dev.tenantmfa.tenant.Membership;
import dev.tenantmfa.tenant.Tenant;
import dev.tenantmfa.tenant.Tenants;
import dev.tenantmfa.tenant.console.ConsoleResource;
import dev.tenantmfa.tenant.lifecycle.Founding;
import dev.tenantmfa.tenant.name.EmailAddress;
import dev.tenantmfa.tenant.name.TenantName;
import dev.tenantmfa.tenant.rule.TenantSettings;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/** The tenants of the calling user, and the creation of tenants. */
public final class TenantsResource {

    private static final String OPENAPI = "/dev/tenantmfa/api/openapi.yaml";

    private final KeycloakSession session;
    private final TenantApi api;

    TenantsResource(KeycloakSession session) {
        this.session = session;
        this.api = new TenantApi(session);
    }

    @GET
    public Response mine() {
        return api.person(caller -> {
            Page page = Page.of(
                    session.getContext().getRealm(),
                    session.getContext().getUri().getQueryParameters());
            List<TenantView.Mine> tenants = found(caller.user(), page.search())
                    .skip(page.first())
                    .limit(page.max())
                    .map(TenantView.Mine::of)
                    .toList();
            return Answers.json(tenants);
        });
    }

    @GET
    @Path("count")
    public Response count() {
        return api.person(caller -> Answers.count(
                found(caller.user(), Page.search(session.getContext().getUri().getQueryParameters()))
                        .count()));
    }

    @POST
    public Response create(InputStream json) {
        return api.person(caller -> {
            if (!TenantSettings.PEOPLE_CREATE_TENANTS.in(session.getContext().getRealm())) {
                throw Problem.forbidden("tenant_creation_disabled", "Users cannot create tenants in this realm.")
                        .refusal();
            }
            JsonBody body =
                    JsonBody.read(session.getContext().getRequestHeaders(), json, "tenant_name", "tenant_email");
            Tenant tenant = Answers.taken(Founding.of(session)
                    .create(caller.user(), Fields.tenantName(body), Fields.email(body, "tenant_email")));
            Audit.by(session, caller).tenant(tenant, OperationType.CREATE, Map.of("tenant_name", tenant.name()));
            return Answers.created(
                    session.getContext()
                            .getUri()
                            .getBaseUriBuilder()
                            .path("realms")
                            .path(session.getContext().getRealm().getName())
                            .path(TenantsResourceProviderFactory.PROVIDER_ID)
                            .path("me")
                            .build(),
                    TenantView.of(tenant));
        });
    }

    @GET
    @Path("openapi.yaml")
    public Response openApi() {
        return api.realm().answerOpenly(() -> {
            try (InputStream document = TenantsResource.class.getResourceAsStream(OPENAPI)) {
                if (document == null) {
                    throw Problem.notFound().refusal();
                }
                return Response.ok(document.readAllBytes(), "application/yaml").build();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Path("me")
    public ActiveTenantResource active() {
        return new ActiveTenantResource(session, api);
    }

    @Path("console")
    public ConsoleResource console() {
        return new ConsoleResource(session);
    }

    private Stream<Membership> found(UserModel person, String search) {
        String wanted = search.toLowerCase(Locale.ROOT);
        return Tenants.of(session).membershipsOf(person).stream()
                .filter(membership ->
                        membership.tenant().name().toLowerCase(Locale.ROOT).contains(wanted));
    }

    /** Fields that several calls read in the same way. */
    static final class Fields {

        private Fields() {}

        static TenantName tenantName(JsonBody body) {
            return TenantName.parse(body.text("tenant_name", 1, TenantName.LONGEST_TYPED))
                    .orElseThrow(() -> Problem.invalid("tenant_name must have 1 to 100 visible characters."
                                    + " HTML, character references and ${ are not allowed.")
                            .refusal());
        }

        static Optional<EmailAddress> email(JsonBody body, String field) {
            return body.optionalText(field, 1, EmailAddress.LONGEST)
                    .map(text -> EmailAddress.parse(text)
                            .orElseThrow(() -> Problem.invalid(field + " must be a valid email address.")
                                    .refusal()));
        }

        static EmailAddress requiredEmail(JsonBody body, String field) {
            return email(body, field)
                    .orElseThrow(() -> Problem.invalid(field + " is missing.").refusal());
        }
    }
}
