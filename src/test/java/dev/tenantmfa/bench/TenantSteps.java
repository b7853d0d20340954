package dev.tenantmfa.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** The calls that {@link TenantBench} compares, and the tables of what they took. */
final class TenantSteps {

    private static final String ME = "GET me";
    private static final String ME_IN_CROWD = "GET me, in the crowded tenant";
    private static final String FIRST_USERS = "GET me/users of the crowded tenant, first page";
    private static final String HUNDREDTH_USERS = "GET me/users of the crowded tenant, hundredth page";
    private static final String GRANT = "password grant, person of 1 tenant";
    private static final String GRANT_OF_BUSY = "password grant, person of several tenants, ";
    private static final String BROWSER = "browser login, person of 1 tenant";
    private static final String BROWSER_OF_BUSIEST = "browser login, person of the most tenants";
    private static final String GRANT_WITHOUT = "password grant, without the mapper";
    private static final String THEIR_GRANT = "Keycloak's own password grant, person of 1 tenant";
    private static final String THEIR_GRANT_OF_BUSY = "Keycloak's own password grant, person of several tenants, ";
    private static final String REFRESH = "refresh";
    private static final String REFRESH_WITHOUT = "refresh, without the mapper";
    private static final String GRANT_GATED = "password grant, with the gate";
    private static final String GRANT_UNGATED = "password grant, with the gate off";
    private static final String REFRESH_GATED = "refresh, with the gate";
    private static final String REFRESH_UNGATED = "refresh, with the gate off";
    private static final String LIST = "admin: list";
    private static final String SEARCH = "admin: search";
    private static final String READ = "admin: get";
    private static final String DOCTOR = "doctor";
    private static final String CREATE = "admin: create";
    private static final String CREATE_FIRST = "create by a user who has 1 tenant";
    private static final String CREATE_LAST = "create by a user who has 19 tenants";
    private static final String THEIR_LIST = "organizations: list";
    private static final String THEIR_FULL_LIST = "organizations: list with attributes";
    private static final String THEIR_SEARCH = "organizations: search";
    private static final String THEIR_READ = "organizations: get";
    private static final String THEIR_MEMBERS = "organizations: members";
    private static final String THEIR_JOIN_FIRST = "organizations: create and add a user of 1";
    private static final String THEIR_JOIN_LAST = "organizations: create and add a user of 19";
    private static final String THEIR_CREATE = "organizations: create";

    private final TenantSizes many;
    private final Map<String, Step> steps = new LinkedHashMap<>();
    /** Those that differ by less than a busy machine does; each of them is short. */
    private final Map<String, Step> oftenSteps = new LinkedHashMap<>();

    TenantSteps(TenantSizes many) {
        this.many = many;
        addSteps();
    }

    /** A call, and what it took on each server. */
    record Step(Function<TenantSide, Runnable> call, Samples inMany, Samples inFew) {}

    private void addSteps() {
        add(ME, TenantSide::me);
        add(ME_IN_CROWD, TenantSide::meInCrowd);
        add(GRANT, side -> side.passwordGrant(TenantRealm.WITH_MAPPER));
        add(GRANT_WITHOUT, side -> side.passwordGrant(TenantRealm.WITHOUT_MAPPER));
        add(THEIR_GRANT, side -> side.passwordGrant(TenantRealm.BUILT_IN));
        for (int i = 0; i < many.busyMemberships().size(); i++) {
            int place = i;
            add(GRANT_OF_BUSY + place, side -> side.passwordGrantOfBusy(place));
            add(THEIR_GRANT_OF_BUSY + place, side -> side.passwordGrantOfBusy(place, TenantRealm.BUILT_IN));
        }
        add(BROWSER, TenantSide::browserLogin);
        add(BROWSER_OF_BUSIEST, TenantSide::browserLoginOfBusiest);
        add(REFRESH, side -> side.refresh(TenantRealm.WITH_MAPPER));
        add(REFRESH_WITHOUT, side -> side.refresh(TenantRealm.WITHOUT_MAPPER));
        add(FIRST_USERS, TenantSide::firstUsers);
        add(HUNDREDTH_USERS, TenantSide::hundredthUsers);
        add(THEIR_MEMBERS, TenantSide::members);
        add(LIST, side -> side.list("tenants"));
        add(THEIR_LIST, side -> side.list("organizations"));
        add(THEIR_FULL_LIST, TenantSide::listInFull);
        add(SEARCH, side -> side.search("tenants"));
        add(THEIR_SEARCH, side -> side.search("organizations"));
        add(READ, side -> side.read("tenants"));
        add(THEIR_READ, side -> side.read("organizations"));
        add(DOCTOR, TenantSide::doctor);
        addWithEnd(CREATE, side -> removal(side, side.createTenant()));
        addWithEnd(CREATE_FIRST, side -> removal(side, side.createTenantAsFounder(1)));
        addWithEnd(CREATE_LAST, side -> removal(side, side.createTenantAsFounder(19)));
        addWithEnd(THEIR_JOIN_FIRST, side -> removal(side, side.createOrganizationOf(1)));
        addWithEnd(THEIR_JOIN_LAST, side -> removal(side, side.createOrganizationOf(19)));
        addWithEnd(THEIR_CREATE, side -> removal(side, side.createOrganization()));
        addOften(GRANT_GATED, side -> side.passwordGrant(TenantRealm.WITH_MAPPER));
        addOften(GRANT_UNGATED, side -> side.passwordGrant(TenantRealm.WITHOUT_GATE));
        addOften(GRANT_WITHOUT, side -> side.passwordGrant(TenantRealm.WITHOUT_MAPPER));
        addOften(REFRESH_GATED, side -> side.refresh(TenantRealm.WITH_MAPPER));
        addOften(REFRESH_UNGATED, side -> side.refresh(TenantRealm.WITHOUT_GATE));
        addOften(REFRESH_WITHOUT, side -> side.refresh(TenantRealm.WITHOUT_MAPPER));
        addOften(ME, TenantSide::me);
        addOften(READ, side -> side.read("tenants"));
        addOften(THEIR_READ, side -> side.read("organizations"));
    }

    private void addOften(String name, Consumer<TenantSide> call) {
        oftenSteps.put(name, new Step(withoutEnd(call), new Samples(), new Samples()));
    }

    private void add(String name, Consumer<TenantSide> call) {
        addWithEnd(name, withoutEnd(call));
    }

    private static Function<TenantSide, Runnable> withoutEnd(Consumer<TenantSide> call) {
        return side -> {
            call.accept(side);
            return () -> {};
        };
    }

    /** @param call gives what is to be done after it, unmeasured */
    private void addWithEnd(String name, Function<TenantSide, Runnable> call) {
        steps.put(name, new Step(call, new Samples(), new Samples()));
    }

    private static Runnable removal(TenantSide side, String id) {
        return () -> side.remove(id);
    }

    /** Calls that create something. */
    List<Step> creating() {
        return Stream.of(CREATE, CREATE_FIRST, CREATE_LAST, THEIR_JOIN_FIRST, THEIR_JOIN_LAST, THEIR_CREATE)
                .map(steps::get)
                .toList();
    }

    List<Step> others() {
        List<Step> others = new ArrayList<>(steps.values());
        others.removeAll(creating());
        return others;
    }

    Collection<Step> often() {
        return oftenSteps.values();
    }

    /** The tables of all calls but those that are made often. */
    List<String> tables(TenantSizes few) {
        List<String> lines = new ArrayList<>();
        lines.addAll(Samples.head(many.tenants() + " tenants", few.tenants() + " tenants"));
        steps.forEach((name, step) -> {
            // Who is in 200 tenants of many can be in few of few.
            if (!name.startsWith(GRANT_OF_BUSY)
                    && !name.startsWith(THEIR_GRANT_OF_BUSY)
                    && !name.equals(BROWSER_OF_BUSIEST)) {
                lines.add(Samples.row(name, step.inMany, step.inFew));
            }
        });
        lines.add("");
        lines.addAll(Samples.head("of more", "of less"));
        lines.add(inMany("GET me, tenant of " + many.crowd() + " people and of few", ME_IN_CROWD, ME));
        lines.add(inMany("GET me/users, hundredth page and first", HUNDREDTH_USERS, FIRST_USERS));
        for (int place = many.busyMemberships().size() - 1; place >= 0; place--) {
            String busy = "password grant, person of " + many.busyMemberships().get(place) + " tenants and of 1";
            lines.add(inMany(busy, GRANT_OF_BUSY + place, GRANT));
            lines.add(inMany("Keycloak's own " + busy, THEIR_GRANT_OF_BUSY + place, THEIR_GRANT));
        }
        lines.add(inMany(
                "browser login, person of " + many.memberships() + " tenants and of 1", BROWSER_OF_BUSIEST, BROWSER));
        lines.add(inMany(
                "create, by a user who has 19 tenants and 1, after a group was deleted", CREATE_LAST, CREATE_FIRST));
        lines.add(inMany(
                "Keycloak's own create and add a user who has 19 organizations and 1, after a group was deleted",
                THEIR_JOIN_LAST,
                THEIR_JOIN_FIRST));
        lines.add("");
        lines.addAll(Samples.head("ours", "Keycloak's own"));
        lines.add(inMany("create", CREATE, THEIR_CREATE));
        lines.add(inMany("list", LIST, THEIR_LIST));
        lines.add(inMany("list, theirs with attributes", LIST, THEIR_FULL_LIST));
        lines.add(inMany("search", SEARCH, THEIR_SEARCH));
        lines.add(inMany("password grant, person of 1 tenant", GRANT, THEIR_GRANT));
        lines.add(inMany("members", FIRST_USERS, THEIR_MEMBERS));
        return lines;
    }

    /** The tables of the calls that are made often. */
    List<String> oftenTables() {
        List<String> lines = new ArrayList<>(Samples.head("with the gate", "with the gate off"));
        lines.add(often("password grant", GRANT_GATED, GRANT_UNGATED));
        lines.add(often("refresh", REFRESH_GATED, REFRESH_UNGATED));
        lines.add("");
        lines.addAll(Samples.head("with the mapper", "without"));
        lines.add(often("password grant", GRANT_GATED, GRANT_WITHOUT));
        lines.add(often("refresh", REFRESH_GATED, REFRESH_WITHOUT));
        lines.add("");
        lines.addAll(Samples.head("ours", "Keycloak's own"));
        lines.add(often("get", READ, THEIR_READ));
        lines.add(often("GET me, and their get", ME, THEIR_READ));
        return lines;
    }

    private String inMany(String what, String first, String second) {
        return row(what, steps, first, second);
    }

    private String often(String what, String first, String second) {
        return row(what, oftenSteps, first, second);
    }

    private static String row(String what, Map<String, Step> steps, String first, String second) {
        return Samples.row(
                what,
                Objects.requireNonNull(steps.get(first), first).inMany,
                Objects.requireNonNull(steps.get(second), second).inMany);
    }
}
