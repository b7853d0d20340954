package dev.tenantmfa.assurance;

import dev.tenantmfa.assurance.MfaDemand.Due;
import dev.tenantmfa.assurance.MfaDemand.Grace;
import dev.tenantmfa.assurance.MfaDemand.Nothing;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MfaDemandTest {

    private static final MfaDemand EXEMPT = new MfaDemand.Exempt();
    private static final MfaDemand NOTHING = new Nothing();
    private static final MfaDemand LATE = new Grace(Instant.ofEpochSecond(200), "late", Strength.ANY);
    private static final MfaDemand EARLY = new Grace(Instant.ofEpochSecond(100), "early", Strength.ANY);
    private static final MfaDemand DUE = new Due(Strength.ANY);

    /** From the mildest to the strictest. */
    private static final List<MfaDemand> ORDER = List.of(EXEMPT, NOTHING, LATE, EARLY, DUE);

    @Test
    void dueIsStricterThanGraceAndAnEarlierEndThanALaterOne() {
        for (int mild = 0; mild < ORDER.size(); mild++) {
            for (int strict = mild; strict < ORDER.size(); strict++) {
                assertThat(ORDER.get(mild).stricter(ORDER.get(strict))).isEqualTo(ORDER.get(strict));
                assertThat(ORDER.get(strict).stricter(ORDER.get(mild))).isEqualTo(ORDER.get(strict));
            }
        }
    }
}
