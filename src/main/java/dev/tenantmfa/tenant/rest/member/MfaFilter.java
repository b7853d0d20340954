package dev.tenantmfa.tenant.rest.member;

import dev.tenantmfa.platform.rest.Problem;
import dev.tenantmfa.tenant.enrolment.Enrolment;
import dev.tenantmfa.tenant.enrolment.Enrolment.State;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which members a list shows, by what the policy requires of them. */
enum MfaFilter implements Predicate<Enrolment> {
    /** A second factor is or will be required, and there is none. */
    MISSING {
        @Override
        public boolean test(Enrolment enrolment) {
            return enrolment.isMissing();
        }
    },
    GRACE {
        @Override
        public boolean test(Enrolment enrolment) {
            return enrolment.state() == State.GRACE;
        }
    },
    DUE {
        @Override
        public boolean test(Enrolment enrolment) {
            return enrolment.state() == State.DUE;
        }
    },
    OK {
        @Override
        public boolean test(Enrolment enrolment) {
            return enrolment.state() == State.OK;
        }
    };

    private static final String PARAMETER = "mfa";

    /**
     * @return empty if the query names none
     * @throws dev.tenantmfa.platform.rest.Refusal 400
     */
    static Optional<MfaFilter> in(MultivaluedMap<String, String> query) {
        String value = query.getFirst(PARAMETER);
        if (value == null) {
            return Optional.empty();
        }
        return Optional.of(Stream.of(values())
                .filter(filter -> filter.id().equals(value))
                .findFirst()
                .orElseThrow(() -> Problem.invalid(PARAMETER + " must be one of "
                                + Stream.of(values()).map(MfaFilter::id).collect(Collectors.joining(", ")) + ".")
                        .refusal()));
    }

    private String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
