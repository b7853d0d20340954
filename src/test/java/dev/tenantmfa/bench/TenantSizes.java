package dev.tenantmfa.bench;

import java.util.List;

/**
 * How many of what a realm has. Tenants and people are numbered from 0; tenant 0 and person 0 are the patterns that the
 * others are copied from. Tenant 1 is the crowded one, the rest of the people is spread evenly over the others.
 *
 * @param tenants     in the realm
 * @param people      in the realm
 * @param crowd       people of the crowded tenant
 * @param memberships tenants of the busiest person; there are others of 100 and of 10
 */
record TenantSizes(int tenants, int people, int crowd, int memberships) {

    static final int CROWDED_TENANT = 1;

    private static final int SPREAD_FROM = 2;
    private static final int FEWEST = 10;

    TenantSizes {
        if (tenants < FEWEST || crowd < 1 || people < crowd + tenants || memberships > tenants - SPREAD_FROM) {
            throw new IllegalArgumentException("At least " + FEWEST
                    + " tenants, a person for each beside the crowd, and no more memberships than tenants: tenants "
                    + tenants + ", people " + people + ", crowd " + crowd + ", memberships " + memberships);
        }
    }

    /** The large size, from the system properties {@code bench.tenants}, {@code .people}, {@code .crowd}, {@code .memberships}. */
    static TenantSizes many() {
        return new TenantSizes(
                Integer.getInteger("bench.tenants", 10_000),
                Integer.getInteger("bench.people", 100_000),
                Integer.getInteger("bench.crowd", 5_000),
                Integer.getInteger("bench.memberships", 200));
    }

    /** Ten tenants of the same size each, the crowded one too. */
    TenantSizes few() {
        int each = (people - crowd) / (tenants - SPREAD_FROM);
        int spread = FEWEST - SPREAD_FROM;
        return new TenantSizes(FEWEST, crowd + each * spread + SPREAD_FROM, crowd, Math.min(memberships, spread));
    }

    /** Owner of the crowded tenant. */
    int crowdOwner() {
        return 1;
    }

    /** Owner of a tenant of the usual size, member of no other. */
    int usualOwner() {
        return crowd + 1;
    }

    /** Those from the usual owner to this one have trusted devices: in a realm of many tenants all who are not of the crowd. */
    int lastTrusting() {
        return tenants > FEWEST ? people - 1 : usualOwner();
    }

    /** Pending in the crowded tenant; the others have none. */
    int invitations() {
        return crowd / 10;
    }

    int usualTenant() {
        return SPREAD_FROM;
    }

    /** How many tenants those have whose logins are compared with one of a single tenant, the most first. */
    List<Integer> busyMemberships() {
        return List.of(memberships, Math.min(100, memberships), Math.min(10, memberships));
    }

    /** The person of so many tenants, as {@link #busyMemberships} has them in that place. */
    int busy(int place) {
        return people - 1 - place;
    }

    /** One of the tenants that all busy people were added to, not the first of them. */
    int busyTenant() {
        return SPREAD_FROM + 1;
    }

    /** The tenants from this number on, to the last, have people spread over them. */
    int spreadFrom() {
        return SPREAD_FROM;
    }

    /** SQL for the tenant of the person whose number is the column X. */
    String tenantOfX() {
        return "CASE WHEN X <= " + crowd + " THEN " + CROWDED_TENANT + " ELSE " + SPREAD_FROM + " + MOD(X - "
                + usualOwner() + ", " + (tenants - SPREAD_FROM) + ") END";
    }

    /** SQL for whether person X is the first one of a tenant, and so its owner. */
    String xIsOwner() {
        return "(X = 1 OR (X > " + crowd + " AND X < " + (usualOwner() + tenants - SPREAD_FROM) + "))";
    }

    int tenantOf(int person) {
        return person <= crowd ? CROWDED_TENANT : SPREAD_FROM + (person - usualOwner()) % (tenants - SPREAD_FROM);
    }
}
