package dev.tenantmfa.wiring.doctor;

import dev.tenantmfa.factor.Method;
import dev.tenantmfa.message.PhoneCredential;
import dev.tenantmfa.tenant.rule.MfaPolicy.RequiredFor;
import dev.tenantmfa.tenant.rule.TenantRole;
import dev.tenantmfa.totp.TotpCredential;
import dev.tenantmfa.wiring.TenantQueries;
import dev.tenantmfa.wiring.doctor.Finding.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;

/** Policies that make no sense, or that nobody can fulfil. */
final class PolicyChecks {

    private static final String REQUIRED_FOR = "tenant-mfa.required-for";
    private static final String ALLOWED = "tenant-mfa.allowed-methods";
    private static final String EMAIL_CODES = "tenant-mfa.email-codes";

    private static final List<String> REALM_VALUES = List.of("NONE", "ALL");
    private static final List<String> TENANT_VALUES =
            Stream.of(RequiredFor.values()).map(RequiredFor::name).toList();

    /** The required action that sets a method up. */
    private static final Map<Method, String> SETUPS = Map.of(
            Method.TOTP, TotpCredential.SETUP_ACTION,
            Method.BACKUP_CODE, TotpCredential.SETUP_ACTION,
            Method.SMS, PhoneCredential.SETUP_ACTION,
            Method.SECURITY_KEY, "webauthn-register",
            Method.PASSKEY, "webauthn-register-passwordless");

    private final RealmModel realm;
    private final TenantQueries tenants;
    private final List<Finding> findings = new ArrayList<>();

    PolicyChecks(KeycloakSession session) {
        this.realm = session.getContext().getRealm();
        this.tenants = TenantQueries.of(session);
    }

    List<Finding> findings() {
        String required = realm.getAttribute(REQUIRED_FOR);
        if (required != null && !required.isBlank() && !REALM_VALUES.contains(required.strip())) {
            add(
                    "policy-value",
                    Severity.WARNING,
                    "realm attribute " + REQUIRED_FOR + " = " + required,
                    "It must be NONE or ALL, and counts as ALL.",
                    Fix.realm(realm.getName(), "'attributes.\"" + REQUIRED_FOR + "\"=ALL'"));
        }
        allowed("realm attribute " + ALLOWED, realm.getAttribute(ALLOWED));
        if (realm.isOrganizationsEnabled()) {
            tenants.otherValues(REQUIRED_FOR, TENANT_VALUES)
                    .forEach((alias, value) -> add(
                            "policy-value",
                            Severity.WARNING,
                            "organization " + alias + " / " + REQUIRED_FOR + " = " + value,
                            "It must be one of " + String.join(", ", TENANT_VALUES) + ", and counts as ALL.",
                            ""));
            tenants.otherValues(ALLOWED, List.of(""))
                    .forEach((alias, value) -> allowed("organization " + alias, value));
            tenants.withEmptyGroup(TenantRole.OWNER.groupName())
                    .forEach(alias -> add(
                            "no-owner",
                            Severity.NOTE,
                            "organization " + alias,
                            "The tenant has no owner: only administrators of the realm can manage it.",
                            ""));
        }
        return findings;
    }

    private void allowed(String path, @Nullable String value) {
        if (value == null || value.isBlank()) {
            return;
        }
        Set<String> ids = Stream.of(value.split(","))
                .map(String::strip)
                .filter(id -> !id.isEmpty())
                .collect(Collectors.toSet());
        Set<Method> methods = ids.stream().flatMap(id -> Method.of(id).stream()).collect(Collectors.toSet());
        if (methods.size() < ids.size()) {
            add("policy-value", Severity.WARNING, path + " = " + value, "It has ids that are no methods.", "");
        } else if (methods.stream().noneMatch(this::canBeSetUp)) {
            add(
                    "policy-unfulfillable",
                    Severity.ERROR,
                    path + " = " + value,
                    "No allowed method can be set up in this realm: users who need a second factor cannot log in.",
                    methods.stream()
                            .flatMap(method -> Optional.ofNullable(SETUPS.get(method)).stream())
                            .map(setup -> Fix.action(realm.getName(), setup, true))
                            .findFirst()
                            .orElse(""));
        }
    }

    private boolean canBeSetUp(Method method) {
        if (method == Method.EMAIL) {
            return "true".equals(realm.getAttribute(EMAIL_CODES));
        }
        String setup = SETUPS.get(method);
        RequiredActionProviderModel action = setup == null ? null : realm.getRequiredActionProviderByAlias(setup);
        return action != null && action.isEnabled();
    }

    private void add(String id, Severity severity, String path, String why, String fix) {
        findings.add(Finding.of(id, severity, path, why, fix));
    }
}
