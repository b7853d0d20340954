package dev.tenantmfa.wiring.doctor;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tenantmfa.assurance.flow.LoginMethod;
import dev.tenantmfa.wiring.Flowless;
import dev.tenantmfa.wiring.doctor.finding.Finding;
import dev.tenantmfa.wiring.doctor.finding.Finding.Severity;
import java.util.List;
import java.util.stream.Stream;

/** What the doctor found in a realm. */
record Report(
        @JsonProperty("realm") String realm,
        @JsonProperty("users") Counts users,
        @JsonProperty("login_methods") List<Line> loginMethods,
        @JsonProperty("findings") List<Finding> findings) {

    /** Enabled users, and how many of them have what. */
    record Counts(
            @JsonProperty("total") long total,
            @JsonProperty("app") long app,
            @JsonProperty("built_in_otp") long builtInOtp,
            @JsonProperty("recovery_codes") long recoveryCodes) {}

    /** A login method. */
    record Line(
            @JsonProperty("id") String id,
            @JsonProperty("kind") String kind,
            @JsonProperty("scope") String scope,
            @JsonProperty("flow") String flow,
            @JsonProperty("state") LoginMethod.State state,
            @JsonProperty("findings") List<Finding> findings) {

        static Line of(LoginMethod method, List<Finding> findings) {
            String scope = switch (method.scope()) {
                case REALM -> "realm";
                case CLIENT_POLICY -> "client profile " + method.owner();
                case CLIENT -> "client " + method.owner();
                case IDENTITY_PROVIDER -> "identity provider " + method.owner();
            };
            return new Line(
                    method.id(),
                    method.kind().title(),
                    scope,
                    method.flow() == null ? "" : method.flow().alias(),
                    method.state(),
                    List.copyOf(findings));
        }

        static Line of(Flowless method, List<Finding> findings) {
            return new Line(
                    method.id(),
                    method.kind().title(),
                    "client " + method.client().getClientId(),
                    "",
                    method.state(),
                    findings);
        }
    }

    @JsonProperty("open_login_methods")
    long open() {
        return loginMethods.stream()
                .filter(line -> line.state() == LoginMethod.State.OPEN)
                .count();
    }

    /** The worst that was found. */
    boolean has(Severity severity) {
        return all().anyMatch(finding -> finding.severity() == severity);
    }

    private Stream<Finding> all() {
        return Stream.concat(loginMethods.stream().flatMap(line -> line.findings().stream()), findings.stream());
    }
}
