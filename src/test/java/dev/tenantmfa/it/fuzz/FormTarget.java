package dev.tenantmfa.it.fuzz;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The pages of a login: their fields, and the addresses that they are sent to. */
final class FormTarget implements Target {
    private static final int ATTACKS_A_JOURNEY = 25;
    private static final List<String> OF_OTHER_PAGES = List.of(
            "stage",
            "saved",
            "skip",
            "renew",
            "resend",
            "destination",
            "other-number",
            "tenant",
            "code",
            "number",
            "deviceName",
            "credentialId",
            "authenticationExecution",
            "tryAnotherWay",
            "cancel-aia",
            "rememberMe",
            "totpSecret",
            "mode");

    private final FuzzRealm world;
    private final Map<Journey, Integer> reached;
    private Browser browser;
    private FormPage page;
    private Journey journey = Journey.TENANT_LOGIN;
    private int left;
    private int next;

    /** @param reached how often each form was reached, to be counted on */
    FormTarget(FuzzRealm world, Map<Journey, Integer> reached, int first) {
        this.world = world;
        this.reached = reached;
        this.next = first;
    }

    static Map<Journey, Integer> nothingReached() {
        return java.util.Collections.synchronizedMap(new EnumMap<>(Journey.class));
    }

    @Override
    public void attack(Dice dice, Sender sender) {
        if (dice.chance(8)) {
            sender.send(start(dice));
            return;
        }
        if (page == null || left-- <= 0) {
            set(dice, sender);
        }
        if (page == null) {
            throw new AssertionError("No form at the end of " + journey);
        }
        if (page.registers() || page.app().filter(Nasty::mayGuess).isPresent()) {
            browser.mayComeIn();
        }
        page = browser.go(dice.chance(15) ? elsewhere(dice) : fields(dice)).orElse(null);
    }

    private void set(Dice dice, Sender sender) {
        journey = Journey.values()[next++ % Journey.values().length];
        browser = new Browser(world.address, sender);
        page = journey.walk(world, browser, dice).orElse(null);
        left = ATTACKS_A_JOURNEY;
        if (page != null) {
            reached.merge(journey, 1, Integer::sum);
        }
    }

    private Attack fields(Dice dice) {
        Map<String, String> typed = new LinkedHashMap<>(Journey.typed(dice, world, page));
        if (dice.chance(15)) {
            typed.put(dice.of(OF_OTHER_PAGES), dice.chance(50) ? "true" : Nasty.text(dice));
        }
        return attack(dice, page.action(), Mutation.form(dice, typed));
    }

    /** The form sent to an address that is not the page's own. */
    private Attack elsewhere(Dice dice) {
        String[] parts = page.action().split("\\?", 2);
        List<String> pairs = new ArrayList<>(List.of(parts[1].split("&")));
        int at = dice.below(pairs.size());
        String name = pairs.get(at).split("=")[0];
        switch (dice.below(4)) {
            case 0 -> pairs.remove(at);
            case 1 -> pairs.add(name + "=" + Nasty.escaped(dice));
            default -> pairs.set(at, name + "=" + dice.oneOf(Nasty.escaped(dice), "tmfa-configure", "UPDATE_PASSWORD"));
        }
        String path = parts[0];
        if (dice.chance(40)) {
            path = path.replaceFirst(
                    "/login-actions/.*",
                    "/login-actions/"
                            + dice.oneOf(
                                    "authenticate",
                                    "required-action",
                                    "registration",
                                    "reset-credentials",
                                    "restart",
                                    "action-token",
                                    "first-broker-login",
                                    "post-broker-login",
                                    Nasty.escaped(dice)));
        }
        return attack(dice, path + "?" + shortened(String.join("&", pairs)), Mutation.form(dice, page.fields()));
    }

    private Attack attack(Dice dice, String path, String body) {
        List<Attack.Header> headers = Mutation.headers(dice);
        headers.removeIf(header -> header.name().equals("Cookie"));
        headers.add(new Attack.Header("Content-Type", dice.chance(96) ? Mutation.FORM : Mutation.mediaType(dice)));
        String method = dice.chance(96) ? "POST" : dice.oneOf("GET", "PUT", "HEAD", "OPTIONS", "NONSENSE");
        return Attack.of("form " + journey, method, path, headers, body);
    }

    /** An authorization request, with what our steps read of it. */
    private Attack start(Dice dice) {
        List<String> names = List.of(
                "tenant",
                "scope",
                "kc_action",
                "login_hint",
                "acr_values",
                "claims",
                "ui_locales",
                "prompt",
                "max_age");
        String more = Mutation.query(dice, names).replaceFirst("^\\?", "&");
        return Attack.of(
                "authorization request", "GET", shortened(Journey.login(world) + more), Mutation.headers(dice), "");
    }

    private static String shortened(String query) {
        return query.length() > 3_500 ? query.substring(0, 3_500).replaceAll("%.?$", "") : query;
    }
}
