package dev.tenantmfa.it.fuzz;

import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.message.PhoneNetwork;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Ways to the forms of this extension. On most of them nobody may come in: something is always missing. */
enum Journey {
    TENANT_LOGIN {
        @Override
        Optional<FormPage> walk(FuzzRealm world, Browser browser, Dice dice) {
            return browser.open(name(), login(world));
        }
    },
    CODE {
        @Override
        Optional<FormPage> walk(FuzzRealm world, Browser browser, Dice dice) {
            return logIn(world, browser, login(world), dice.of(world.enrolled).person());
        }
    },
    MUST_SET_UP {
        @Override
        Optional<FormPage> walk(FuzzRealm world, Browser browser, Dice dice) {
            return logIn(world, browser, login(world), world.mustEnrol);
        }
    },
    TENANT_CHOICE {
        @Override
        Optional<FormPage> walk(FuzzRealm world, Browser browser, Dice dice) {
            browser.mayComeIn();
            return logIn(world, browser, login(world), world.inTwo);
        }
    },
    SET_UP {
        @Override
        Optional<FormPage> walk(FuzzRealm world, Browser browser, Dice dice) {
            browser.mayComeIn();
            return logIn(world, browser, action(world, "tmfa-configure"), world.realm.newPerson());
        }
    },
    BACKUP_CODES {
        @Override
        Optional<FormPage> walk(FuzzRealm world, Browser browser, Dice dice) {
            return SET_UP.walk(world, browser, dice).flatMap(page -> prove(browser, page));
        }
    },
    RENEWAL {
        @Override
        Optional<FormPage> walk(FuzzRealm world, Browser browser, Dice dice) {
            Optional<FormPage> codes = BACKUP_CODES.walk(world, browser, dice);
            codes.ifPresent(page -> browser.submit(name(), page.withoutButtons(), Map.of("saved", "on")));
            return browser.open(name(), action(world, "tmfa-regenerate-backup-codes"));
        }
    },
    PHONE {
        @Override
        Optional<FormPage> walk(FuzzRealm world, Browser browser, Dice dice) {
            browser.mayComeIn();
            return logIn(world, browser, action(world, "tmfa-configure-phone"), world.realm.newPerson());
        }
    },
    MESSAGE_CODE {
        @Override
        Optional<FormPage> walk(FuzzRealm world, Browser browser, Dice dice) {
            return PHONE.walk(world, browser, dice)
                    .flatMap(page ->
                            browser.submit(name(), page.withoutButtons(), Map.of("number", PhoneNetwork.newNumber())));
        }
    },
    REGISTRATION {
        @Override
        Optional<FormPage> walk(FuzzRealm world, Browser browser, Dice dice) {
            return browser.open(name(), login(world).replace("/auth?", "/registrations?"));
        }
    };

    /** A browser without cookies goes to the form; empty where it does not come there. */
    abstract Optional<FormPage> walk(FuzzRealm world, Browser browser, Dice dice);

    /**
     * What a person would type, so that an attack gets past the first check. Of those who are there already no password and
     * no code is right; a new account may come out of it.
     */
    static Map<String, String> typed(Dice dice, FuzzRealm world, FormPage page) {
        Map<String, String> typed = new LinkedHashMap<>(page.fields());
        // Buttons that lead away.
        typed.remove("cancel-aia");
        typed.remove("try-another-way");
        if (page.registers()) {
            int number = dice.below(1_000_000_000);
            typed.put("tenantName", "Registered " + number);
            typed.put("username", "registered-" + number);
            typed.put("email", "registered-" + number + "@example.test");
            typed.put("firstName", "Test");
            typed.put("lastName", "Person");
            typed.put("password", "Correct-Horse-7!");
            typed.put("password-confirm", dice.chance(70) ? "wrong" : "Correct-Horse-7!");
        } else if (page.has("password")) {
            typed.put("tenant", dice.oneOf("", "acme", world.tenant.alias()));
            typed.put("username", dice.oneOf("alice", "owner@acme.test", world.member.username()));
            typed.put("password", "wrong");
        }
        if (page.has("code")) {
            typed.put("code", Nasty.GUESS);
        }
        if (page.has("number")) {
            typed.put("number", PhoneNetwork.newNumber());
        }
        return typed;
    }

    private static Optional<FormPage> logIn(FuzzRealm world, Browser browser, String start, Person person) {
        return browser.open("log in", start)
                .flatMap(page -> browser.submit(
                        "log in",
                        page.withoutButtons(),
                        Map.of("username", person.email(), "password", person.password())));
    }

    private static Optional<FormPage> prove(Browser browser, FormPage page) {
        return page.app()
                .flatMap(app -> browser.submit(
                        "set-up", page.withoutButtons(), Map.of("code", app.code(), "deviceName", "Phone")));
    }

    static String login(FuzzRealm world) {
        return world.path() + "/protocol/openid-connect/auth?client_id=demo-app&response_type=code&scope=openid"
                + "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256&redirect_uri="
                + Http.encode("http://localhost:9/callback");
    }

    private static String action(FuzzRealm world, String action) {
        return login(world) + "&kc_action=" + action;
    }
}
