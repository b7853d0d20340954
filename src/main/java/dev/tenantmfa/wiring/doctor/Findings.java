package dev.tenantmfa.wiring.doctor;

import dev.tenantmfa.wiring.UserCounts;
import dev.tenantmfa.wiring.doctor.Finding.Severity;
import java.util.ArrayList;
import java.util.List;

/** Collects what checks find. */
final class Findings {

    private final boolean named;
    private final List<Finding> all = new ArrayList<>();

    /** @param named whether users are named */
    Findings(boolean named) {
        this.named = named;
    }

    void add(String id, Severity severity, String path, String why, String fix) {
        all.add(Finding.of(id, severity, path, why, fix));
    }

    /** Only if there are any. */
    void add(Finding finding, UserCounts.Users concerned) {
        long count = concerned.count();
        if (count > 0) {
            all.add(finding.concerning(count, named ? concerned.names() : null));
        }
    }

    /** Although there may be none. */
    void addAlways(Finding finding, UserCounts.Users concerned) {
        all.add(finding.concerning(concerned.count(), named ? concerned.names() : null));
    }

    List<Finding> all() {
        return List.copyOf(all);
    }
}
