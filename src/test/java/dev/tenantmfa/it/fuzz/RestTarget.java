package dev.tenantmfa.it.fuzz;

import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.fuzz.Callers.Kind;
import java.util.ArrayList;
import java.util.List;

/** Every call of {@code docs/openapi.yaml}. */
final class RestTarget implements Target {
    private static final int CALLS_A_TOKEN = 150;

    private final List<ApiCall> calls = ApiCall.all();
    private final FuzzRealm world;
    private final Callers callers;
    private final List<String> others;
    private final List<String> own;
    private String mfaToken = "";
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
            mfaToken = world.mfaToken(dice);
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
        byte[] body = new byte[0];
        boolean refused = powerless && !call.takesMfaToken() && !call.path().endsWith("openapi.yaml");
        if (call.hasBody()) {
            JsonBodies.Body text = new JsonBodies(world, ids, mfaToken).damaged(dice, call);
            body = Mutation.bytes(dice, text.text());
            refused |= text.refused();
            headers.add(
                    new Attack.Header("Content-Type", dice.chance(90) ? "application/json" : Mutation.mediaType(dice)));
        } else if (dice.chance(10)) {
            body = Mutation.bytes(dice, Nasty.json(dice));
            headers.add(new Attack.Header("Content-Type", Mutation.mediaType(dice)));
        }
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
        return new Attack(what, method, path, List.copyOf(headers), body, refused, literal);
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
