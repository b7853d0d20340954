package dev.tenantmfa.it.fuzz;

import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.actors.Json;
import dev.tenantmfa.it.fuzz.Attack.Trait;
import dev.tenantmfa.it.fuzz.FuzzRealm.Enrolled;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The token endpoint with the grants that are ours or run our steps, and the challenge endpoint. Somebody with a second
 * factor gives the right code now and then, and then something else is wrong: the password, the {@code mfa_token}, the
 * client.
 */
final class OAuthTarget implements Target {
    private static final String GRANT = "http://auth0.com/oauth/grant-type/";
    private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    private static final int CALLS_A_TOKEN = 20;

    private final FuzzRealm world;
    private FuzzRealm.MfaLogin login = FuzzRealm.MfaLogin.NONE;
    private int callsLeft;

    OAuthTarget(FuzzRealm world) {
        this.world = world;
    }

    /**
     * A request before it is damaged.
     *
     * @param mayLetIn whether it would be all right for the person to be let in
     */
    private record Request(Map<String, String> form, boolean mayLetIn) {}

    @Override
    public void attack(Dice dice, Sender sender) {
        switch (dice.below(4)) {
            case 0 -> sender.send(damaged(dice, "password grant", token(), password(dice)));
            case 1 -> sender.send(damaged(dice, "mfa grants", token(), mfaGrant(dice)));
            case 2 -> sender.send(damaged(dice, "challenge, first request", challenge(), first(dice)));
            default -> sender.send(damaged(dice, "challenge, next request", challenge(), next(dice, sender)));
        }
    }

    private static Attack damaged(Dice dice, String what, String path, Request request) {
        // Where something is wrong already, nothing else needs to be.
        boolean whole = !request.mayLetIn() && dice.chance(50);
        String body = whole ? Http.encode(request.form()) : Mutation.form(dice, request.form());
        List<Attack.Header> headers = Mutation.headers(dice);
        headers.add(new Attack.Header(
                "Content-Type",
                dice.chance(92) ? Mutation.FORM : dice.chance(30) ? "application/json" : Mutation.mediaType(dice)));
        if (dice.chance(8)) {
            headers.add(new Attack.Header("Authorization", dice.oneOf("Basic ", "Bearer ") + Nasty.headerValue(dice)));
        }
        String method = dice.chance(4) ? dice.oneOf("GET", "PUT", "DELETE", "OPTIONS", "NONSENSE") : "POST";
        String address = method.equals("POST") && dice.chance(4)
                ? Mutation.path(dice, path) + Mutation.query(dice, List.of("client_id"))
                : path;
        Attack attack = Attack.of(what, method, address, headers, body);
        return request.mayLetIn() ? attack.with(Trait.MAY_LET_IN) : attack;
    }

    private Request password(Dice dice) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put(dice.oneOf("otp", "totp"), dice.oneOf(Nasty.GUESS, "1234567890", ""));
        boolean mayLetIn = person(dice, form);
        form.put("grant_type", "password");
        client(dice, form);
        form.put("scope", dice.oneOf("openid", "openid organization", "openid organization:acme", ""));
        if (dice.chance(20)) {
            form.put("client_id", "demo-signup");
            form.put("username", "signup-" + dice.below(1_000_000) + "@example.test");
            form.put("password", "Correct-Horse-7!");
            form.put("tenant_name", "Sign-up " + dice.below(1_000_000));
            mayLetIn = true;
        }
        return new Request(form, mayLetIn);
    }

    private Request mfaGrant(Dice dice) {
        if (callsLeft-- <= 0) {
            login = world.mfaLogin(dice);
            callsLeft = CALLS_A_TOKEN;
        }
        Map<String, String> form = new LinkedHashMap<>();
        boolean ofThisClient = dice.chance(85);
        boolean whole = dice.chance(80);
        form.put("client_id", ofThisClient ? "demo-cli" : "demo-signup");
        form.put("mfa_token", whole ? login.token() : cut(dice, login.token()));
        switch (dice.below(3)) {
            case 0 -> {
                form.put("grant_type", GRANT + "mfa-otp");
                form.put("otp", ofThisClient && whole ? Nasty.GUESS : login.rightCode());
            }
            case 1 -> {
                form.put("grant_type", GRANT + "mfa-recovery-code");
                form.put("recovery_code", "1234567890");
            }
            default -> {
                form.put("grant_type", GRANT + "mfa-oob");
                form.put("oob_code", dice.oneOf("00000000-0000-0000-0000-000000000000", login.token()));
                form.put("binding_code", Nasty.GUESS);
            }
        }
        return new Request(form, false);
    }

    private Request first(Dice dice) {
        Map<String, String> form = new LinkedHashMap<>();
        for (String name : List.of(
                "nonce",
                "claims",
                "acr_values",
                "max_age",
                "resource",
                "dpop_jkt",
                "otp",
                "challenge_type",
                "authenticator_id",
                "resend",
                "binding_code",
                "prompt",
                "request",
                "request_uri",
                "redirect_uri",
                "response_mode",
                "kc_action",
                "login_hint")) {
            if (dice.chance(12)) {
                form.put(name, Nasty.text(dice));
            }
        }
        boolean mayLetIn = person(dice, form);
        client(dice, form);
        begin(form);
        return new Request(form, mayLetIn);
    }

    private Request next(Dice dice, Sender sender) {
        Enrolled enrolled = dice.of(world.enrolled);
        Map<String, String> begin = new LinkedHashMap<>();
        begin.put("client_id", "demo-cli");
        begin(begin);
        begin.put("username", enrolled.person().username());
        boolean identified = dice.chance(70);
        if (identified) {
            begin.put("password", enrolled.person().password());
        }
        Answer begun = sender.send(Attack.of(
                "challenge, begun",
                "POST",
                challenge(),
                List.of(new Attack.Header("Content-Type", Mutation.FORM)),
                Http.encode(begin)));
        String session = Json.parse(begun.text()).path("auth_session").asText();
        Map<String, String> form = new LinkedHashMap<>();
        boolean ofThisClient = dice.chance(90);
        boolean whole = dice.chance(90);
        form.put("client_id", ofThisClient ? "demo-cli" : "demo-agent-dpop");
        form.put("auth_session", whole ? session : cut(dice, session));
        String name = dice.oneOf("otp", "otp", "binding_code", "challenge_type", "resend", "password");
        switch (name) {
            case "otp" ->
                form.put(
                        name,
                        identified && ofThisClient && whole
                                ? Nasty.GUESS
                                : enrolled.app().code());
            case "challenge_type" -> form.put(name, "oob");
            case "resend" -> form.put(name, "true");
            default -> form.put(name, Nasty.GUESS);
        }
        return new Request(form, false);
    }

    private static void begin(Map<String, String> form) {
        form.put("response_type", "code");
        form.put("scope", "openid");
        form.put("code_challenge", CHALLENGE);
        form.put("code_challenge_method", "S256");
    }

    /** @return whether the person is somebody who is let in with that password alone */
    private boolean person(Dice dice, Map<String, String> form) {
        Optional<Enrolled> enrolled = dice.chance(25) ? Optional.of(dice.of(world.enrolled)) : Optional.empty();
        var person =
                enrolled.map(Enrolled::person).orElseGet(() -> dice.oneOf(world.stranger, world.member, world.inTwo));
        boolean named = dice.chance(85);
        boolean known = dice.chance(75);
        form.put("username", named ? person.username() : dice.oneOf("owner@acme.test", "nobody"));
        form.put("password", known ? person.password() : "wrong");
        if (!known && enrolled.isPresent()) {
            form.put("otp", enrolled.get().app().code());
        }
        if (dice.chance(40)) {
            form.put("tenant", dice.oneOf(world.tenant.alias(), "acme", "owner@acme.test", "nowhere"));
        }
        return named && known && enrolled.isEmpty();
    }

    private static void client(Dice dice, Map<String, String> form) {
        String client = dice.oneOf("demo-cli", "demo-cli", "demo-cli", "demo-agent", "demo-agent-dpop", "demo-app");
        form.put("client_id", client);
        if (client.equals("demo-agent")) {
            form.put("client_secret", "demo-agent-secret");
        }
    }

    /** The text with one character changed, without its end, or with more than its end. */
    private static String cut(Dice dice, String text) {
        int at = dice.below(Math.max(1, text.length()));
        return dice.oneOf(
                text.substring(0, at) + '~' + text.substring(Math.min(text.length(), at + 1)),
                text.substring(0, at),
                text + text,
                text + "~");
    }

    private String token() {
        return world.path() + "/protocol/openid-connect/token";
    }

    private String challenge() {
        return world.path() + "/authorize-challenge";
    }
}
