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
 * Finds out which tenant a login is for: the one that the request names; else the one that an earlier step or the
 * browser's session suggests, if it is open to the person; else the only open one.
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

    /** Where the person may go. */
    sealed interface Way {

        /** Into this tenant. */
        record Into(Tenant tenant) implements Way {}

        /** Into one of several, which the request did not name. */
        record Choice(List<Membership> open) implements Way {}

        /** Into none; the person belongs to no tenant. */
        record NoTenant() implements Way {}

        /** Nowhere: this tenant, or the membership in it, is suspended, or the tenant is deleted. */
        record Suspended(Membership membership) implements Way {}

        /** Nowhere: the request names a tenant that the person does not belong to, or that is not there. */
        record Stranger() implements Way {}
    }

    /**
     * @param named what the request names, an alias or an e-mail address; empty if it names none
     */
    Way way(AuthenticationSessionModel login, UserModel person, Optional<String> named) {
        if (named.isPresent()) {
            // Of the other tenants nothing is read; a person may have many.
            tenants.rememberMembershipsOf(person);
            return byName(named.get())
                    // The user typed another tenant than the one that the application asks for.
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

    /** The person's open tenants: what a choice is shown from, and checked against. */
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
     * Whether no scope names another tenant than that: Keycloak's own claim would speak for it, though neither its policy
     * nor its suspensions were asked.
     */
    boolean namesOnly(AuthenticationSessionModel login, Tenant tenant) {
        String scopes = login.getClientNote(OAuth2Constants.SCOPE);
        return scopes == null
                || RequestedTenants.in(scopes).stream()
                        .allMatch(alias -> alias.equals(tenant.alias())
                                || tenants.byAlias(alias).filter(tenant::equals).isPresent());
    }

    /** By what a user types: as {@link #byName}, or the tenant's name where only one tenant has it. */
    Optional<Tenant> byTyped(String typed) {
        Optional<Tenant> byName = byName(typed);
        return byName.isPresent() ? byName : TenantName.parse(typed).flatMap(tenants::byName);
    }

    /** By alias without regard to case, or by the tenant's e-mail address. */
    Optional<Tenant> byName(String name) {
        Optional<Tenant> byAlias = tenants.byAlias(name.strip());
        return byAlias.isPresent() ? byAlias : EmailAddress.parse(name).flatMap(tenants::byEmail);
    }

    /** The most specific one first. What another client did last in the browser's session counts least. */
    private Stream<String> suggestions(AuthenticationSessionModel login, UserModel person) {
        UserSessionModel earlier = earlierSession(login, person);
        return Stream.of(
                        ActiveTenant.requested(login),
                        // Keycloak's own steps note an organization here.
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

    /** One of a tenant that is not deleted, where there is one. */
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
