package dev.tenantmfa.it.fuzz;

import dev.tenantmfa.it.actors.Person;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Under whose token a call is made. Safe for many threads. */
final class Callers {
    /** A token's claims where it has none. */
    static final String NO_CLAIMS = ".e30.";

    private final FuzzRealm world;
    private final Map<Kind, String> tokens = new ConcurrentHashMap<>();

    Callers(FuzzRealm world) {
        this.world = world;
        for (Kind kind : Kind.values()) {
            Person person = person(kind);
            if (person != null) {
                tokens.put(kind, world.accessToken(person));
            }
        }
        tokens.put(
                Kind.OTHER_REALM,
                world.keycloak
                        .client("demo-cli")
                        .password(world.keycloak.demo().newPerson())
                        .accessToken());
        tokens.put(
                Kind.OTHER_AUDIENCE,
                world.client("admin-cli").password(world.stranger).accessToken());
    }

    enum Kind {
        NOBODY,
        GARBAGE,
        TAMPERED,
        OTHER_REALM,
        OTHER_AUDIENCE,
        STRANGER,
        MEMBER,
        ADMIN,
        OWNER,
        ENROLLED,
        REALM_ADMIN,
        MFA_TOKEN
    }

    private static final List<Kind> WITHOUT_RIGHTS =
            List.of(Kind.NOBODY, Kind.GARBAGE, Kind.TAMPERED, Kind.OTHER_REALM, Kind.OTHER_AUDIENCE, Kind.MFA_TOKEN);

    /** Mostly a user whose call is authorized. */
    Kind choose(Dice dice, ApiCall call) {
        if (dice.chance(12)) {
            return dice.of(WITHOUT_RIGHTS);
        }
        if (call.takesMfaToken()) {
            return dice.chance(80) ? Kind.MFA_TOKEN : Kind.STRANGER;
        }
        if (call.isAdministration()) {
            return dice.chance(80) ? Kind.REALM_ADMIN : Kind.OWNER;
        }
        if (call.isOwnFactor()) {
            return dice.oneOf(Kind.STRANGER, Kind.MEMBER, Kind.ADMIN, Kind.OWNER, Kind.ENROLLED, Kind.ENROLLED);
        }
        Kind kind = dice.oneOf(Kind.OWNER, Kind.OWNER, Kind.OWNER, Kind.ADMIN, Kind.MEMBER, Kind.STRANGER);
        return call.endsEverything() && kind == Kind.OWNER ? Kind.ADMIN : kind;
    }

    static boolean hasRights(Kind kind) {
        return !WITHOUT_RIGHTS.contains(kind);
    }

    /** The header's value; null for none. */
    String authorization(Dice dice, Kind kind, String mfaToken) {
        return switch (kind) {
            case NOBODY -> null;
            case GARBAGE -> dice.oneOf("Bearer ", "Basic ", "DPoP ", "") + Nasty.headerValue(dice);
            case TAMPERED -> "Bearer " + tampered(dice, tokens.get(Kind.OWNER));
            case ENROLLED -> "Bearer " + dice.of(world.enrolled).tokens().accessToken();
            case MFA_TOKEN -> "Bearer " + mfaToken;
            default -> (dice.chance(3) ? "bearer  " : "Bearer ") + tokens.get(kind);
        };
    }

    private Person person(Kind kind) {
        return switch (kind) {
            case STRANGER -> world.stranger;
            case MEMBER -> world.member;
            case ADMIN -> world.admin;
            case OWNER -> world.owner;
            case REALM_ADMIN -> world.realmAdmin;
            default -> null;
        };
    }

    private static String tampered(Dice dice, String token) {
        String[] parts = token.split("\\.");
        String none = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"none\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8));
        int at = token.lastIndexOf('.') + 10;
        String changed = token.substring(0, at) + (token.charAt(at) == 'A' ? 'B' : 'A') + token.substring(at + 1);
        return dice.oneOf(
                changed,
                none + "." + parts[1] + ".",
                parts[0] + "." + parts[1],
                parts[0] + "." + parts[1] + "." + parts[2] + ".x",
                parts[0] + NO_CLAIMS + parts[2],
                token.substring(0, token.length() - 20),
                token.repeat(3));
    }
}
