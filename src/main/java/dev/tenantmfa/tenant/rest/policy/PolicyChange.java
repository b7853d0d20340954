package dev.tenantmfa.tenant.rest.policy;

import dev.tenantmfa.assurance.OfferedMethods;
import dev.tenantmfa.factor.Method;
import dev.tenantmfa.platform.KeycloakClock;
import dev.tenantmfa.platform.rest.JsonBody;
import dev.tenantmfa.platform.rest.JsonTime;
import dev.tenantmfa.platform.rest.Page;
import dev.tenantmfa.platform.rest.Problem;
import dev.tenantmfa.tenant.Tenant;
import dev.tenantmfa.tenant.lifecycle.TenantChanges;
import dev.tenantmfa.tenant.policy.RealmPolicy;
import dev.tenantmfa.tenant.rule.MfaPolicy;
import dev.tenantmfa.tenant.rule.MfaPolicy.RequiredFor;
import dev.tenantmfa.tenant.rule.PolicyTerms;
import java.io.InputStream;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.keycloak.models.KeycloakSession;

/**
 * A change of a policy, from a request body. A missing field keeps its value; null removes a start or a list of
 * methods.
 */
public record PolicyChange(RequiredFor requiredFor, PolicyTerms terms) {

    private static final String REQUIRED_FOR = "required_for";
    private static final String GRACE_PERIOD_DAYS = "grace_period_days";
    private static final String STARTS_AT = "starts_at";
    private static final String ALLOWED_METHODS = "allowed_methods";
    private static final String MAX_AGE_HOURS = "max_age_hours";
    private static final String TRUSTED_DEVICE_DAYS = "trusted_device_days";
    private static final String ACCEPT_UPSTREAM = "accept_upstream";

    /** @throws dev.tenantmfa.platform.rest.Refusal 400, 409 or 415 */
    private static PolicyChange read(KeycloakSession session, InputStream json, MfaPolicy before) {
        JsonBody body = JsonBody.read(
                        session.getContext().getRequestHeaders(),
                        json,
                        REQUIRED_FOR,
                        GRACE_PERIOD_DAYS,
                        STARTS_AT,
                        ALLOWED_METHODS,
                        MAX_AGE_HOURS,
                        TRUSTED_DEVICE_DAYS,
                        ACCEPT_UPSTREAM)
                .withoutNull(REQUIRED_FOR, GRACE_PERIOD_DAYS, MAX_AGE_HOURS, TRUSTED_DEVICE_DAYS, ACCEPT_UPSTREAM);
        PolicyTerms old = before.terms();
        RequiredFor whom = body.optionalChoice(REQUIRED_FOR, RequiredFor.class).orElse(before.requiredFor());
        PolicyTerms terms = new PolicyTerms(
                body.optionalNumber(GRACE_PERIOD_DAYS, 0, PolicyTerms.LONGEST_GRACE_DAYS)
                        .orElse(old.gracePeriodDays()),
                body.names(STARTS_AT) ? startsAt(body, whom, old) : old.startsAt(),
                body.names(ALLOWED_METHODS) ? methods(body) : old.allowedMethods(),
                body.optionalNumber(MAX_AGE_HOURS, 0, PolicyTerms.LONGEST_AGE_HOURS)
                        .orElse(old.maxAgeHours()),
                body.optionalNumber(TRUSTED_DEVICE_DAYS, 0, PolicyTerms.LONGEST_DEVICE_DAYS)
                        .orElse(old.trustedDeviceDays()),
                body.optionalFlag(ACCEPT_UPSTREAM).orElse(old.acceptUpstream()));
        if (whom != before.requiredFor() || !terms.allowedMethods().equals(old.allowedMethods())) {
            requirePossible(session, whom, terms.allowedMethods());
        }
        return new PolicyChange(whom, terms);
    }

    /** A start in the past is invalid, but the tenant's current one may be sent again. */
    private static Optional<Instant> startsAt(JsonBody body, RequiredFor whom, PolicyTerms old) {
        Optional<Instant> start = body.optionalTime(STARTS_AT);
        boolean same = start.map(JsonTime::of).equals(old.startsAt().map(JsonTime::of));
        if (same) {
            return old.startsAt();
        }
        if (start.filter(time -> !time.isAfter(KeycloakClock.now())).isPresent()) {
            throw Problem.invalid(STARTS_AT + " must be a time in the future, or null to start now.")
                    .refusal();
        }
        if (start.isPresent() && whom == RequiredFor.NONE && body.has(REQUIRED_FOR)) {
            throw Problem.invalid(STARTS_AT + " has no meaning while required_for is NONE.")
                    .refusal();
        }
        return start;
    }

    private static Set<Method> methods(JsonBody body) {
        List<String> ids = body.optionalTexts(ALLOWED_METHODS).orElseGet(List::of);
        Set<Method> methods = EnumSet.noneOf(Method.class);
        for (String id : ids) {
            methods.add(PolicyTerms.method(id)
                    .orElseThrow(() -> Problem.invalid(ALLOWED_METHODS + " must be null or a list of "
                                    + String.join(", ", PolicyTerms.ids(PolicyTerms.METHODS)) + ".")
                            .refusal()));
        }
        return methods;
    }

    /**
     * Users must be able to set up at least one method that counts. A policy that requires nothing is checked only for a
     * list of its own.
     */
    private static void requirePossible(KeycloakSession session, RequiredFor whom, Set<Method> allowed) {
        if (whom == RequiredFor.NONE && allowed.isEmpty()) {
            return;
        }
        Set<Method> realms = RealmPolicy.allowedMethods(session.getContext().getRealm());
        boolean possible = OfferedMethods.in(session).stream()
                .filter(method -> allowed.isEmpty() || allowed.contains(method))
                .anyMatch(method -> realms.isEmpty() || realms.contains(method));
        if (!possible) {
            Set<Method> named = allowed.isEmpty() ? realms : allowed;
            throw Problem.conflict(
                            "method_unavailable",
                            "Nobody could meet this policy. Users of this realm cannot set up: "
                                    + String.join(", ", PolicyTerms.ids(named.isEmpty() ? PolicyTerms.METHODS : named))
                                    + ".")
                    .refusal();
        }
    }

    /**
     * The call: reads the body, changes the policy and returns what is to be answered. With {@code dry_run=true}, nothing is
     * changed and the answer says what the policy would mean.
     *
     * @param naming whether the caller may know who is concerned
     * @param audit is told the details of a change
     * @throws dev.tenantmfa.platform.rest.Refusal 400, 409 or 415
     */
    public static Object answer(
            KeycloakSession session,
            Tenant tenant,
            InputStream json,
            boolean naming,
            Consumer<Map<String, String>> audit) {
        PolicyChange change = read(session, json, tenant.mfaPolicy());
        if (Page.flag(session.getContext().getUri().getQueryParameters(), "dry_run")
                .orElse(false)) {
            PolicyPreview preview = change.preview(session, tenant);
            return naming ? preview : preview.withoutNames();
        }
        new TenantChanges(session).setMfaPolicy(tenant, change.requiredFor(), change.terms());
        audit.accept(change.details());
        return PolicyView.of(tenant);
    }

    /** The effects on the tenant's members. */
    private PolicyPreview preview(KeycloakSession session, Tenant tenant) {
        return PolicyPreview.of(session, tenant, tenant.mfaPolicy().changedTo(requiredFor, terms, KeycloakClock.now()));
    }

    /** Details for the audit event. */
    private Map<String, String> details() {
        Map<String, String> details = new HashMap<>();
        details.put(REQUIRED_FOR, requiredFor.name());
        details.put(GRACE_PERIOD_DAYS, Integer.toString(terms.gracePeriodDays()));
        terms.startsAt().ifPresent(time -> details.put(STARTS_AT, JsonTime.of(time)));
        if (!terms.allowedMethods().isEmpty()) {
            details.put(ALLOWED_METHODS, String.join(",", terms.allowedMethodIds()));
        }
        if (terms.maxAgeHours() > 0) {
            details.put(MAX_AGE_HOURS, Integer.toString(terms.maxAgeHours()));
        }
        if (terms.trustedDeviceDays() > 0) {
            details.put(TRUSTED_DEVICE_DAYS, Integer.toString(terms.trustedDeviceDays()));
        }
        if (terms.acceptUpstream()) {
            details.put(ACCEPT_UPSTREAM, Boolean.TRUE.toString());
        }
        return details;
    }
}
