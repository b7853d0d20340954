package dev.tenantmfa.wiring.doctor.finding;

import dev.tenantmfa.wiring.UserCounts;
import dev.tenantmfa.wiring.doctor.finding.Finding.Severity;
import java.util.ArrayList;
import java.util.List;

/** Collects what checks find. */
public final class Findings {

    private final boolean named;
    private final List<Finding> all = new ArrayList<>();

    /** @param named whether users are named */
    public Findings(boolean named) {
        this.named = named;
    }

    public void add(String id, Severity severity, String path, String why, String fix) {
        all.add(Finding.of(id, severity, path, why, fix));
    }

    /** Only if there are any. */
    public void add(Finding finding, UserCounts.Users concerned) {
        long count = concerned.count();
        if (count > 0) {
            all.add(finding.concerning(count, named ? concerned.names() : null));
        }
    }

    /** Although there may be none. */
    public void addAlways(Finding finding, UserCounts.Users concerned) {
        all.add(finding.concerning(concerned.count(), named ? concerned.names() : null));
    }

    public List<Finding> all() {
        return List.copyOf(all);
    }
}
