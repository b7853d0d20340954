package dev.tenantmfa.wiring.doctor;

import dev.tenantmfa.assurance.GateSettings;
import dev.tenantmfa.wiring.doctor.finding.Finding;
import dev.tenantmfa.wiring.doctor.finding.Finding.Severity;
import dev.tenantmfa.wiring.doctor.finding.Fix;
import java.lang.module.ModuleDescriptor.Version;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.Profile;
import org.keycloak.common.Profile.Feature;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.RealmModel;

/**
 * Vulnerabilities of Keycloak that this extension cannot prevent in every configuration. {@code docs/keycloak-cves.md} has the
 * sources, and those that it does prevent. The versions are those from 26.7.0 on, which the extension requires.
 */
enum Cve {
    RESET_WITHOUT_MAIL(
            "CVE-2026-18963",
            "26.7.2",
            Severity.ERROR,
            (realm, database) -> realm.isResetPasswordAllowed(),
            "Anybody can set a new password of a user without the mail. Only the second factor is left. Update Keycloak; until"
                    + " then, switch the reset of passwords off.",
            Cve::resetOff),
    USED_CODES_AGAIN(
            "CVE-2026-90997",
            "26.7.4",
            Severity.ERROR,
            (realm, database) ->
                    Profile.isFeatureEnabled(Feature.STATELESS) && database.matches("(?i)(mysql|mariadb).*"),
            "In stateless mode on this database, limits of wrong codes do not hold, and what is valid once may be used again."
                    + " Update Keycloak, or start it without the feature stateless.",
            realm -> ""),
    IMPERSONATED_ADMINISTRATOR(
            "CVE-2026-17526",
            "26.7.4",
            Severity.WARNING,
            (realm, database) -> !"refuse".equals(realm.getAttribute("tenant-mfa.impersonation")),
            "Anyone who may impersonate users can become an administrator of the realm, without a second factor. Update Keycloak,"
                    + " or refuse impersonated sessions.",
            realm -> Fix.realm(realm.getName(), "'attributes.\"tenant-mfa.impersonation\"=refuse'")),
    LOGIN_WITHOUT_ACTIONS(
            "CVE-2026-133221",
            null,
            Severity.WARNING,
            (realm, database) -> !GateSettings.isStrict(realm),
            "Anyone who can read a mail with a link of Keycloak's gets a session without a password and a second factor, where no"
                    + " policy requires one. With a strict gate, such a session gets no tokens.",
            realm -> Fix.realm(
                    realm.getName(), "'attributes.\"" + GateSettings.KEY + "\"=" + GateSettings.STRICT + "'")),
    LOWER_LEVEL(
            "CVE-2026-133228",
            null,
            Severity.WARNING,
            (realm, database) -> realm.isResetPasswordAllowed() && clientsRequireLevel(realm),
            "The reset of a password passes the minimum ACR of clients (" + Constants.MINIMUM_ACR_VALUE
                    + "). Check acr or mfa in the resource server, or switch the reset of passwords off.",
            Cve::resetOff);

    private final String id;
    private final @Nullable String fixedIn;
    private final Severity severity;
    private final BiPredicate<RealmModel, String> concerns;
    private final String why;
    private final Function<RealmModel, String> fix;

    /** @param fixedIn null if no fixed version is known */
    Cve(
            String id,
            @Nullable String fixedIn,
            Severity severity,
            BiPredicate<RealmModel, String> concerns,
            String why,
            Function<RealmModel, String> fix) {
        this.id = id;
        this.fixedIn = fixedIn;
        this.severity = severity;
        this.concerns = concerns;
        this.why = why;
        this.fix = fix;
    }

    String id() {
        return id;
    }

    /** A version that does not start with a digit is a custom build, whose maker knows what it contains. */
    boolean isIn(String version) {
        return !version.isEmpty()
                && Character.isDigit(version.charAt(0))
                && (fixedIn == null || Version.parse(version).compareTo(Version.parse(fixedIn)) < 0);
    }

    /**
     * What it does to the realm.
     *
     * @param version of the Keycloak that runs
     * @param database product name
     * @return empty if nothing
     */
    Optional<Finding> in(RealmModel realm, String version, String database) {
        return isIn(version) && concerns.test(realm, database)
                ? Optional.of(Finding.of(
                        "keycloak-version", severity, "Keycloak " + version + " / " + id, why, fix.apply(realm)))
                : Optional.empty();
    }

    private static String resetOff(RealmModel realm) {
        return Fix.realm(realm.getName(), "resetPasswordAllowed=false");
    }

    private static boolean clientsRequireLevel(RealmModel realm) {
        return realm.getClientsStream()
                .filter(ClientModel::isEnabled)
                .map(client -> client.getAttribute(Constants.MINIMUM_ACR_VALUE))
                .anyMatch(value -> value != null && !value.isBlank());
    }
}
