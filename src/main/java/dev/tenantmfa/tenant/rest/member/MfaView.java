package dev.tenantmfa.tenant.rest.member;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tenantmfa.factor.Method;
import dev.tenantmfa.platform.rest.JsonTime;
import dev.tenantmfa.tenant.enrolment.Enrolment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a member is with what the policy requires.
 *
 * @param methods null for users who are also members of another tenant, which must not know them
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record MfaView(
        @JsonProperty("enrolled") boolean enrolled,

        @JsonProperty("methods") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        List<String> methods,

        @JsonProperty("state") String state,
        @JsonProperty("due_at") @Nullable String dueAt) {

    static MfaView of(Enrolment enrolment) {
        return new MfaView(
                enrolment.isEnrolled(),
                enrolment.isShared() ? null : methods(enrolment),
                enrolment.state().name(),
                JsonTime.of(enrolment.dueAt()));
    }

    static List<String> methods(Enrolment enrolment) {
        return enrolment.methods().stream().sorted().map(Method::id).toList();
    }
}
