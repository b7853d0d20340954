package dev.tenantmfa.bench;

import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Creations by users of 19 tenants and of one. Each user creates once, so that nothing is deleted in between: that would
 * empty Keycloak's user cache, and the rows of {@link TenantSteps} measure it.
 */
final class FounderBench {

    /** Of each kind. */
    private static final int FOUNDERS = Integer.getInteger("bench.founders", 60);

    private static final int WARM_UP = 10;
    private static final int MANY = 19;

    private final TenantSide side;
    private final Samples ofMany = new Samples();
    private final Samples ofOne = new Samples();
    private final Samples theirsOfMany = new Samples();
    private final Samples theirsOfOne = new Samples();

    FounderBench(TenantSide side) {
        this.side = side;
    }

    List<String> rows() {
        measure();
        return List.of(
                Samples.row("create, by a user who has " + MANY + " tenants and 1, caches warm", ofMany, ofOne),
                Samples.row(
                        "Keycloak's own create and add a user who has " + MANY + " organizations and 1, caches warm",
                        theirsOfMany,
                        theirsOfOne));
    }

    private void measure() {
        List<Tokens> many = new ArrayList<>();
        List<Tokens> one = new ArrayList<>();
        List<Person> theirMany = new ArrayList<>();
        List<Person> theirOne = new ArrayList<>();
        for (int i = 0; i < WARM_UP + FOUNDERS; i++) {
            many.add(side.founder(MANY));
            one.add(side.founder(1));
            theirMany.add(side.member(MANY));
            theirOne.add(side.member(1));
        }
        for (int i = 0; i < WARM_UP + FOUNDERS; i++) {
            boolean counts = i >= WARM_UP;
            if (i % 2 == 0) {
                time(side::createTenantAs, many.get(i), counts ? ofMany : new Samples());
                time(side::createTenantAs, one.get(i), counts ? ofOne : new Samples());
                time(side::createOrganizationOf, theirMany.get(i), counts ? theirsOfMany : new Samples());
                time(side::createOrganizationOf, theirOne.get(i), counts ? theirsOfOne : new Samples());
            } else {
                time(side::createTenantAs, one.get(i), counts ? ofOne : new Samples());
                time(side::createTenantAs, many.get(i), counts ? ofMany : new Samples());
                time(side::createOrganizationOf, theirOne.get(i), counts ? theirsOfOne : new Samples());
                time(side::createOrganizationOf, theirMany.get(i), counts ? theirsOfMany : new Samples());
            }
        }
    }

    private static <T> void time(Consumer<T> call, T user, Samples samples) {
        long begin = System.nanoTime();
        call.accept(user);
        samples.add(System.nanoTime() - begin);
    }
}
