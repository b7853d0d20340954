package dev.tenantmfa.wiring.doctor;

import dev.tenantmfa.assurance.OfferedMethods;
import dev.tenantmfa.factor.Method;
import dev.tenantmfa.message.MessageSettings;
import dev.tenantmfa.message.PhoneCredential;
import dev.tenantmfa.tenant.TenantPolicy;
import dev.tenantmfa.tenant.policy.MemberDemand;
import dev.tenantmfa.tenant.policy.RealmPolicy;
import dev.tenantmfa.totp.TotpCredential;
import dev.tenantmfa.wiring.TenantQueries;
import dev.tenantmfa.wiring.TenantQueries.Attribute;
import dev.tenantmfa.wiring.TenantQueries.Organization;
import dev.tenantmfa.wiring.doctor.finding.Finding;
import dev.tenantmfa.wiring.doctor.finding.Finding.Severity;
import dev.tenantmfa.wiring.doctor.finding.Findings;
import dev.tenantmfa.wiring.doctor.finding.Fix;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;

/** Policies that make no sense, or that nobody can fulfil. */
final class PolicyChecks {

    private static final String REQUIRED_FOR = "tenant-mfa.required-for";
    private static final String ALLOWED = "tenant-mfa.allowed-methods";
    private static final String ALL = "ALL";

    /** Attributes that a realm has too, with the same values. */
    private static final List<String> OF_REALM =
            List.of(ALLOWED, "tenant-mfa.max-age-hours", "tenant-mfa.trusted-device-days");

    /** The required action that sets a method up, and its name. */
    private static final Map<Method, Setup> SETUPS = Map.of(
            Method.TOTP, new Setup(TotpCredential.SETUP_ACTION, "Set up authenticator app and backup codes"),
            Method.BACKUP_CODE, new Setup(TotpCredential.SETUP_ACTION, "Set up authenticator app and backup codes"),
            Method.SMS, new Setup(PhoneCredential.SETUP_ACTION, "Set up phone for message codes"),
            Method.SECURITY_KEY, new Setup("webauthn-register", "Webauthn Register"),
            Method.PASSKEY, new Setup("webauthn-register-passwordless", "Webauthn Register Passwordless"));

    private record Setup(String action, String name) {}

    private final RealmModel realm;
    private final Set<Method> offered;
    private final TenantQueries tenants;
    private final Findings findings = new Findings(false);

    PolicyChecks(KeycloakSession session) {
        this.realm = session.getContext().getRealm();
        this.offered = OfferedMethods.in(session);
        this.tenants = TenantQueries.of(session);
    }

    List<Finding> findings() {
        ofRealm();
        if (realm.isOrganizationsEnabled()) {
            List<String> names = TenantPolicy.attributes();
            for (Attribute attribute : tenants.values(names)) {
                if (isWrong(attribute)) {
                    tenants.having(attribute).forEach(organization -> ofTenant(organization, attribute));
                }
            }
            tenants.severalValues(names)
                    .forEach((organization, attributes) ->
                            attributes.forEach(attribute -> ofTenant(organization, attribute)));
        }
        return findings.all();
    }

    private void ofRealm() {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String name : OF_REALM) {
            String value = realm.getAttribute(name);
            if (value != null && !value.isBlank()) {
                values.put(name, List.of(value));
            }
        }
        Map<String, String> wrong = new LinkedHashMap<>(TenantPolicy.complaints(values));
        if (RealmPolicy.isInvalid(realm)) {
            wrong.put(REQUIRED_FOR, ALL);
        }
        wrong.forEach((name, countsAs) -> findings.add(
                "policy-value",
                Severity.WARNING,
                "realm attribute " + name + " = " + realm.getAttribute(name),
                "The value makes no sense, and counts as " + countsAs + ".",
                Fix.realm(realm.getName(), "'attributes.\"" + name + "\"=" + countsAs + "'")));
        Set<Method> methods = RealmPolicy.allowedMethods(realm);
        if (isUnfulfillable(methods)) {
            unfulfillable("realm attribute " + ALLOWED + " = " + realm.getAttribute(ALLOWED), methods);
        }
    }

    private boolean isWrong(Attribute attribute) {
        return !complaints(attribute).isEmpty() || isUnfulfillable(methods(attribute));
    }

    private void ofTenant(Organization tenant, Attribute attribute) {
        String path = "organization " + tenant.alias() + " / " + attribute.name() + " = "
                + String.join(", ", attribute.values());
        complaints(attribute)
                .values()
                .forEach(countsAs -> findings.add(
                        "policy-value",
                        Severity.WARNING,
                        path,
                        "The value makes no sense, and counts as " + countsAs + ".",
                        countsAs.equals(TenantPolicy.LONG_AGO)
                                ? Fix.organization(realm.getName(), tenant.id(), attribute.name())
                                : Fix.organization(realm.getName(), tenant.id(), attribute.name(), countsAs)));
        Set<Method> methods = methods(attribute);
        if (isUnfulfillable(methods)) {
            unfulfillable(path, methods);
        }
    }

    private static Map<String, String> complaints(Attribute attribute) {
        return TenantPolicy.complaints(Map.of(attribute.name(), attribute.values()));
    }

    /** What the tenant accepts in this realm; empty for everything, and for other attributes. */
    private Set<Method> methods(Attribute attribute) {
        return attribute.name().equals(ALLOWED)
                ? MemberDemand.allowed(
                        TenantPolicy.allowedMethods(attribute.values()), RealmPolicy.allowedMethods(realm))
                : Set.of();
    }

    private boolean isUnfulfillable(Set<Method> methods) {
        return !methods.isEmpty() && methods.stream().noneMatch(this::canBeSetUp);
    }

    private void unfulfillable(String path, Set<Method> methods) {
        findings.add(
                "policy-unfulfillable",
                Severity.ERROR,
                path,
                "No allowed method can be set up in a login to this realm: users who need a second factor cannot log in.",
                methods.stream().sorted().findFirst().map(this::makePossible).orElse(""));
    }

    private boolean canBeSetUp(Method method) {
        if (method == Method.EMAIL) {
            return MessageSettings.EMAIL_CODES.in(realm);
        }
        Setup setup = SETUPS.get(method);
        RequiredActionProviderModel action =
                setup == null ? null : realm.getRequiredActionProviderByAlias(setup.action());
        return action != null && action.isEnabled() && offered.contains(method);
    }

    private String makePossible(Method method) {
        Setup setup = SETUPS.get(method);
        if (setup == null) {
            return Fix.realm(realm.getName(), "'attributes.\"" + MessageSettings.EMAIL_CODES.key() + "\"=true'");
        }
        RequiredActionProviderModel action = realm.getRequiredActionProviderByAlias(setup.action());
        if (action == null) {
            return Fix.register(realm.getName(), setup.action(), setup.name());
        }
        // Otherwise the realm has no gateway, or its flows do not ask for the method.
        return action.isEnabled() ? "" : Fix.action(realm.getName(), setup.action(), true);
    }
}
