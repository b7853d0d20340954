package dev.tenantmfa.tenant.login;

import dev.tenantmfa.tenant.Membership;
import dev.tenantmfa.tenant.Tenant;
import dev.tenantmfa.tenant.Tenants;
import dev.tenantmfa.tenant.name.EmailAddress;
import dev.tenantmfa.tenant.name.TenantName;
import dev.tenantmfa.tenant.session.ActiveTenant;
import dev.tenantmfa.tenant.session.RequestedTenants;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.endpoints.AuthorizationEndpoint;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Selects the tenant of a login: the one that the request names; else the one that an earlier step or the browser's
 * session suggests, if the user may enter it; else the only one that the user may enter.
 */
final class Entrance {

    /** Parameter of a login request or a password grant: alias or e-mail address of a tenant. */
    static final String PARAMETER = "tenant";

    private final KeycloakSession session;
    private final Tenants tenants;

    Entrance(KeycloakSession session) {
        this.session = session;
        this.tenants = Tenants.of(session);
    }

    /** The possible results of the selection. */
    sealed interface Way {

        /** The login is for this tenant. */
        record Into(Tenant tenant) implements Way {}

        /** The user must choose one of several tenants; the request did not name one. */
        record Choice(List<Membership> open) implements Way {}

        /** The user does not belong to any tenant. */
        record NoTenant() implements Way {}

        /** Refused: this tenant, or the membership in it, is suspended, or the tenant is deleted. */
        record Suspended(Membership membership) implements Way {}

        /** Refused: the request names a tenant that the user does not belong to, or that does not exist. */
        record Stranger() implements Way {}
    }

    /** @param named alias or e-mail address in the request; empty if it names no tenant */
    Way way(AuthenticationSessionModel login, UserModel person, Optional<String> named) {
        if (named.isPresent()) {
            // The other tenants are not read; a user may have many.
            tenants.rememberMembershipsOf(person);
            return byName(named.get())
                    // The user entered another tenant than the one that the application requests.
                    .filter(tenant -> ActiveTenant.requested(login)
                            .map(tenant.id()::equals)
                            .orElse(true))
                    .flatMap(tenant -> tenant.members().of(person))
                    .map(Entrance::through)
                    .orElseGet(Way.Stranger::new);
        }
        List<Membership> memberships = tenants.membershipsOf(person);
        if (memberships.isEmpty()) {
            return new Way.NoTenant();
        }
        List<Membership> open = open(memberships);
        Optional<Membership> suggested =
                suggestions(login, person).flatMap(id -> in(open, id).stream()).findFirst();
        if (suggested.isPresent()) {
            return new Way.Into(suggested.get().tenant());
        }
        return switch (open.size()) {
            case 0 -> new Way.Suspended(lastingOf(memberships));
            case 1 -> new Way.Into(open.get(0).tenant());
            default -> new Way.Choice(open);
        };
    }

    /** The tenants that the user may enter: the choice is shown from them and checked against them. */
    List<Membership> open(UserModel person) {
        return open(tenants.membershipsOf(person));
    }

    /** The tenant that an authorization request names by scope or parameter. */
    Optional<String> namedBy(AuthenticationSessionModel login) {
        String scopes = login.getClientNote(OAuth2Constants.SCOPE);
        List<String> aliases = scopes == null ? List.of() : RequestedTenants.in(scopes);
        if (aliases.size() == 1) {
            return Optional.of(aliases.get(0));
        }
        return text(
                login.getClientNote(AuthorizationEndpoint.LOGIN_SESSION_NOTE_ADDITIONAL_REQ_PARAMS_PREFIX + PARAMETER));
    }

    /**
     * Whether the scopes name only this tenant, if any: Keycloak's own claim would name that one, although neither its
     * policy nor its suspensions were checked.
     */
    boolean namesOnly(AuthenticationSessionModel login, Tenant tenant) {
        String scopes = login.getClientNote(OAuth2Constants.SCOPE);
        return scopes == null
                || RequestedTenants.in(scopes).stream()
                        .allMatch(alias -> alias.equals(tenant.alias())
                                || tenants.byAlias(alias).filter(tenant::equals).isPresent());
    }

    /** By what a user types: as {@link #byName}, or a name that only one tenant has. */
    Optional<Tenant> byTyped(String typed) {
        Optional<Tenant> byName = byName(typed);
        return byName.isPresent() ? byName : TenantName.parse(typed).flatMap(tenants::byName);
    }

    /** By alias, ignoring case, or by the tenant's e-mail address. */
    Optional<Tenant> byName(String name) {
        Optional<Tenant> byAlias = tenants.byAlias(name.strip());
        return byAlias.isPresent() ? byAlias : EmailAddress.parse(name).flatMap(tenants::byEmail);
    }

    /** The most specific one first. The last tenant of another client in the browser's session comes last. */
    private Stream<String> suggestions(AuthenticationSessionModel login, UserModel person) {
        UserSessionModel earlier = earlierSession(login, person);
        return Stream.of(
                        ActiveTenant.requested(login),
                        // Keycloak's own steps store an organization here.
                        text(login.getAuthNote(OrganizationModel.ORGANIZATION_ATTRIBUTE)),
                        text(login.getClientNote(OrganizationModel.ORGANIZATION_ATTRIBUTE)),
                        ActiveTenant.of(clientSession(earlier, login)),
                        ActiveTenant.lastOf(earlier))
                .flatMap(Optional::stream);
    }

    private static @Nullable AuthenticatedClientSessionModel clientSession(
            @Nullable UserSessionModel session, AuthenticationSessionModel login) {
        return session == null
                ? null
                : session.getAuthenticatedClientSessionByClient(
                        login.getClient().getId());
    }

    private @Nullable UserSessionModel earlierSession(AuthenticationSessionModel login, UserModel person) {
        UserSessionModel earlier = session.sessions()
                .getUserSession(login.getRealm(), login.getParentSession().getId());
        return earlier != null && person.equals(earlier.getUser()) ? earlier : null;
    }

    /** The first membership in a tenant that is not deleted, if there is one. */
    private static Membership lastingOf(List<Membership> memberships) {
        return memberships.stream()
                .filter(membership -> membership.tenant().deletedAt().isEmpty())
                .findFirst()
                .orElseGet(() -> memberships.get(0));
    }

    private static Way through(Membership membership) {
        return membership.active() && membership.tenant().isActive()
                ? new Way.Into(membership.tenant())
                : new Way.Suspended(membership);
    }

    private static List<Membership> open(List<Membership> memberships) {
        return memberships.stream()
                .filter(membership -> membership.active() && membership.tenant().isActive())
                .toList();
    }

    private static Optional<Membership> in(List<Membership> memberships, String tenantId) {
        return memberships.stream()
                .filter(membership -> membership.tenant().id().equals(tenantId))
                .findFirst();
    }

    private static Optional<String> text(@Nullable String note) {
        return note == null || note.isBlank() ? Optional.empty() : Optional.of(note);
    }
}
