package dev.tenantmfa.bench;

import java.util.List;
import java.util.Map;

/** Invitations of a tenant that has sent many and of one that has sent none, in turn. */
final class InvitationBench {

    private static final int WARM_UP = 10;
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 100);
    private static final String PAGE = "?first=0&max=20";

    private final TenantSide side;
    private final int many;
    private final Pair list = new Pair(new Samples(), new Samples());
    private final Pair count = new Pair(new Samples(), new Samples());
    private final Pair invite = new Pair(new Samples(), new Samples());

    /** @param many invitations of the crowded tenant */
    InvitationBench(TenantSide side, int many) {
        this.side = side;
        this.many = many;
    }

    private record Pair(Samples ofMany, Samples ofNone) {

        Samples of(boolean crowded) {
            return crowded ? ofMany : ofNone;
        }
    }

    List<String> rows() {
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            boolean first = round % 2 == 0;
            measure(first, round);
            measure(!first, round);
        }
        String tenants = ", tenant of " + many + " and of none";
        return List.of(
                Samples.row("first page of invitations" + tenants, list.ofMany(), list.ofNone()),
                Samples.row("count of invitations" + tenants, count.ofMany(), count.ofNone()),
                Samples.row("invite" + tenants, invite.ofMany(), invite.ofNone()));
    }

    private void measure(boolean crowded, int round) {
        time(
                list,
                crowded,
                round,
                () -> side.invitations(crowded, "GET", PAGE, Map.of()).expect(200));
        time(
                count,
                crowded,
                round,
                () -> side.invitations(crowded, "GET", "/count", Map.of()).expect(200));
        time(
                invite,
                crowded,
                round,
                () -> side.invitations(
                                crowded,
                                "POST",
                                "",
                                Map.of("email", "new-" + (WARM_UP + round) + "@example.test", "role", "MEMBER"))
                        .expect(201));
    }

    private static void time(Pair pair, boolean crowded, int round, Runnable call) {
        long begin = System.nanoTime();
        call.run();
        long end = System.nanoTime();
        if (round >= 0) {
            pair.of(crowded).add(end - begin);
        }
    }
}
