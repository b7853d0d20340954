package dev.tenantmfa.it.fuzz;

import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.fuzz.Attack.Trait;
import dev.tenantmfa.it.fuzz.Callers.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Every call of {@code docs/openapi.yaml}. */
final class RestTarget implements Target {
    private static final int CALLS_A_TOKEN = 150;
    private static final String JSON = "application/json";

    private final List<ApiCall> calls = ApiCall.all();
    private final FuzzRealm world;
    private final Callers callers;
    private final List<String> others;
    private final List<String> own;
    private String mfaToken = FuzzRealm.MfaLogin.NONE.token();
    private int callsLeft;

    /** @param others ids of people and tenants that nobody who attacks has power over */
    RestTarget(FuzzRealm world, Callers callers, List<String> others) {
        this.world = world;
        this.callers = callers;
        this.others = others;
        this.own =
                List.of(world.owner.id(), world.admin.id(), world.member.id(), world.stranger.id(), world.tenant.id());
    }

    @Override
    public void attack(Dice dice, Sender sender) {
        if (callsLeft-- <= 0) {
            mfaToken = world.mfaLogin(dice).token();
            callsLeft = CALLS_A_TOKEN;
        }
        sender.send(next(dice));
    }

    private Attack next(Dice dice) {
        ApiCall call = dice.of(calls);
        Kind caller = callers.choose(dice, call);
        boolean powerless = !Callers.hasRights(caller);
        List<String> ids = ids(call, caller);
        String id = dice.chance(60) ? dice.of(ids) : Nasty.escaped(dice);
        String path = call.path().replace("{realm}", world.realm.name()).replace("{id}", id);
        boolean literal = !call.path().contains("{id}") || id.matches("[A-Za-z0-9:_-]{1,200}");
        String method = call.method();
        List<Attack.Header> headers = Mutation.headers(dice);
        String authorization = callers.authorization(dice, caller, mfaToken);
        if (authorization != null) {
            headers.add(new Attack.Header("Authorization", authorization));
        }
        Payload payload = payload(dice, call, caller, new JsonBodies(world, ids, mfaToken));
        if (payload.type() != null) {
            headers.add(new Attack.Header("Content-Type", payload.type()));
        }
        boolean refused = payload.refused() || !mayCall(call, caller, payload) || needsCode(call, caller);
        if (dice.chance(7)) {
            method = call.wrongMethod(dice);
            literal = false;
            refused = false;
        } else if ((powerless || !call.changes()) && dice.chance(12)) {
            path = Mutation.path(dice, path);
            literal = false;
            refused = false;
        }
        path += Mutation.query(dice, call.query());
        String what = literal ? call.method() + " " + call.path() : "near " + call.path();
        Set<Trait> traits = EnumSet.noneOf(Trait.class);
        if (refused) {
            traits.add(Trait.REFUSED);
        }
        if (literal) {
            traits.add(Trait.LITERAL);
        }
        return new Attack(what, method, path, List.copyOf(headers), payload.bytes(), traits);
    }

    /**
     * @param type        null where there is no body
     * @param refused     whether it must be refused, whoever sends it
     * @param hasMfaToken whether it holds the token of a login that waits
     */
    private record Payload(byte[] bytes, String type, boolean refused, boolean hasMfaToken) {
        static final Payload NONE = new Payload(new byte[0], null, false, false);
    }

    private Payload payload(Dice dice, ApiCall call, Kind caller, JsonBodies bodies) {
        if (!call.hasBody()) {
            return dice.chance(10)
                    ? new Payload(Mutation.bytes(dice, Nasty.json(dice)), Mutation.mediaType(dice), false, false)
                    : Payload.NONE;
        }
        if (caller == Kind.ENROLLED && dice.chance(60)) {
            // The code is wrong, and nothing else need be.
            return new Payload(bodies.whole(dice, call).getBytes(StandardCharsets.UTF_8), JSON, false, false);
        }
        JsonBodies.Body body = bodies.damaged(dice, call);
        return new Payload(
                Mutation.bytes(dice, body.text()),
                dice.chance(90) ? JSON : Mutation.mediaType(dice),
                body.refused(),
                body.text().contains(mfaToken));
    }

    private static boolean mayCall(ApiCall call, Kind caller, Payload payload) {
        if (call.takesMfaToken()) {
            return caller == Kind.MFA_TOKEN || payload.hasMfaToken();
        }
        return Callers.hasRights(caller) || call.path().endsWith("openapi.yaml");
    }

    /**
     * Whether it changes the second factor of somebody who has one: the code that it takes is never right. A trusted device
     * is forgotten without a code.
     */
    private static boolean needsCode(ApiCall call, Kind caller) {
        return caller == Kind.ENROLLED
                && call.changes()
                && !call.path().endsWith("/verify")
                && !call.path().contains("/mfa/devices");
    }

    /** Those with which a call that is accepted harms nobody who is watched. */
    private List<String> ids(ApiCall call, Kind caller) {
        if (caller == Kind.REALM_ADMIN && call.changes()) {
            List<String> ids = new ArrayList<>(
                    List.of(world.expendable.id(), "00000000-0000-0000-0000-000000000000", Http.encode("f:nowhere:x")));
            if (!call.method().equals("DELETE")) {
                ids.add(world.second.id());
            }
            return ids;
        }
        List<String> ids = new ArrayList<>(others);
        if (!call.changes()) {
            ids.addAll(own);
        }
        return ids;
    }
}
