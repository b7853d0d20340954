package dev.tenantmfa.it.fuzz;

import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.actors.Json;
import dev.tenantmfa.it.actors.Person;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The token endpoint with the grants that are ours or run our steps, and the challenge endpoint. */
final class OAuthTarget implements Target {
    private static final String GRANT = "http://auth0.com/oauth/grant-type/";
    private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    private static final int CALLS_A_TOKEN = 50;

    private final FuzzRealm world;
    private String mfaToken = "";
    private int callsLeft;

    OAuthTarget(FuzzRealm world) {
        this.world = world;
    }

    @Override
    public void attack(Dice dice, Sender sender) {
        switch (dice.below(4)) {
            case 0 -> sender.send(damaged(dice, "password grant", token(), password(dice)));
            case 1 -> sender.send(damaged(dice, "mfa grants", token(), mfaGrant(dice)));
            case 2 -> sender.send(damaged(dice, "challenge, first request", challenge(), first(dice)));
            default -> sender.send(damaged(dice, "challenge, next request", challenge(), next(dice, sender)));
        }
    }

    private Attack damaged(Dice dice, String what, String path, Map<String, String> form) {
        String body = Mutation.form(dice, form);
        List<Attack.Header> headers = Mutation.headers(dice);
        headers.add(new Attack.Header(
                "Content-Type",
                dice.chance(92) ? Mutation.FORM : dice.chance(30) ? "application/json" : Mutation.mediaType(dice)));
        if (dice.chance(8)) {
            headers.add(new Attack.Header("Authorization", dice.oneOf("Basic ", "Bearer ") + Nasty.headerValue(dice)));
        }
        Attack attack = Attack.of(what, "POST", path, headers, body);
        if (dice.chance(4)) {
            return Attack.of(what, dice.oneOf("GET", "PUT", "DELETE", "OPTIONS", "NONSENSE"), path, headers, body);
        }
        return dice.chance(4)
                ? Attack.of(
                        what,
                        "POST",
                        Mutation.path(dice, path) + Mutation.query(dice, List.of("client_id")),
                        headers,
                        body)
                : attack;
    }

    private Map<String, String> password(Dice dice) {
        Map<String, String> form = person(dice);
        form.put("grant_type", "password");
        client(dice, form);
        form.put(dice.oneOf("otp", "totp"), dice.oneOf("123456", "1234567890", ""));
        form.put("scope", dice.oneOf("openid", "openid organization", "openid organization:acme", ""));
        if (dice.chance(20)) {
            form.put("client_id", "demo-signup");
            form.put("username", "signup-" + dice.below(1_000_000) + "@example.test");
            form.put("password", "Correct-Horse-7!");
            form.put("tenant_name", "Sign-up " + dice.below(1_000_000));
        }
        return form;
    }

    private Map<String, String> mfaGrant(Dice dice) {
        if (callsLeft-- <= 0) {
            mfaToken = world.mfaToken(dice);
            callsLeft = CALLS_A_TOKEN;
        }
        Map<String, String> form = new LinkedHashMap<>();
        form.put("client_id", dice.chance(85) ? "demo-cli" : "demo-signup");
        form.put("mfa_token", mfaToken);
        switch (dice.below(3)) {
            case 0 -> {
                form.put("grant_type", GRANT + "mfa-otp");
                form.put("otp", "123456");
            }
            case 1 -> {
                form.put("grant_type", GRANT + "mfa-recovery-code");
                form.put("recovery_code", "1234567890");
            }
            default -> {
                form.put("grant_type", GRANT + "mfa-oob");
                form.put("oob_code", dice.oneOf("00000000-0000-0000-0000-000000000000", mfaToken));
                form.put("binding_code", "123456");
            }
        }
        return form;
    }

    private Map<String, String> first(Dice dice) {
        Map<String, String> form = person(dice);
        client(dice, form);
        form.put("response_type", "code");
        form.put("scope", "openid");
        form.put("code_challenge", CHALLENGE);
        form.put("code_challenge_method", "S256");
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
            if (dice.chance(6)) {
                form.put(name, dice.chance(50) ? "1" : Nasty.text(dice));
            }
        }
        return form;
    }

    private Map<String, String> next(Dice dice, Sender sender) {
        Person person = dice.of(world.enrolled);
        Map<String, String> begin = new LinkedHashMap<>(Map.of(
                "client_id",
                "demo-cli",
                "response_type",
                "code",
                "scope",
                "openid",
                "code_challenge",
                CHALLENGE,
                "code_challenge_method",
                "S256",
                "username",
                person.username()));
        if (dice.chance(70)) {
            begin.put("password", person.password());
        }
        Answer begun = sender.send(Attack.of(
                "challenge, begun",
                "POST",
                challenge(),
                List.of(new Attack.Header("Content-Type", Mutation.FORM)),
                Http.encode(begin)));
        Map<String, String> form = new LinkedHashMap<>();
        form.put("client_id", dice.chance(90) ? "demo-cli" : "demo-agent-dpop");
        form.put("auth_session", Json.parse(begun.text()).path("auth_session").asText());
        List<String> answers = new ArrayList<>(List.of("otp", "binding_code", "challenge_type", "resend", "password"));
        String name = dice.of(answers);
        form.put(name, name.equals("challenge_type") ? "oob" : name.equals("resend") ? "true" : "123456");
        return form;
    }

    private Map<String, String> person(Dice dice) {
        Map<String, String> form = new LinkedHashMap<>();
        Person person = dice.oneOf(world.stranger, world.member, world.inTwo, dice.of(world.enrolled));
        form.put("username", dice.chance(85) ? person.username() : dice.oneOf("owner@acme.test", "nobody"));
        form.put("password", dice.chance(75) ? person.password() : "wrong");
        if (dice.chance(40)) {
            form.put("tenant", dice.oneOf(world.tenant.alias(), "acme", "owner@acme.test", "nowhere"));
        }
        return form;
    }

    private static void client(Dice dice, Map<String, String> form) {
        String client = dice.oneOf("demo-cli", "demo-cli", "demo-cli", "demo-agent", "demo-agent-dpop", "demo-app");
        form.put("client_id", client);
        if (client.equals("demo-agent")) {
            form.put("client_secret", "demo-agent-secret");
        }
    }

    private String token() {
        return world.path() + "/protocol/openid-connect/token";
    }

    private String challenge() {
        return world.path() + "/authorize-challenge";
    }
}
