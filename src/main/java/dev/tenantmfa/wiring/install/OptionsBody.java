package dev.tenantmfa.wiring.install;

import dev.tenantmfa.assurance.flow.LoginMethod.Kind;
import dev.tenantmfa.platform.rest.JsonBody;
import dev.tenantmfa.platform.rest.Problem;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * The options of an installation as they are sent. What is not sent has the default for the realm. Between a plan and its
 * application they are kept as texts.
 */
final class OptionsBody {

    static final String[] FIELDS = {
        "dry_run",
        "plan_id",
        "doors",
        "clients",
        "tenant_access",
        "login_form",
        "message_codes",
        "webauthn",
        "scope",
        "console",
        "built_in_actions",
        "pending_configure_totp",
        "gate",
        "allow_open"
    };

    private static final Map<String, Kind> DOORS = Stream.of(Kind.values())
            .collect(Collectors.toMap(Kind::id, kind -> kind, (one, other) -> one, LinkedHashMap::new));

    /** Other names for them. */
    private static final Map<String, Kind> SYNONYMS = Map.of(
            "password-grant", Kind.DIRECT_GRANT,
            "reset-password", Kind.RESET_CREDENTIALS,
            "reset", Kind.RESET_CREDENTIALS,
            "post-broker-login", Kind.POST_LOGIN,
            "identity-provider", Kind.POST_LOGIN);

    private static final int MOST_NAMES = 1000;

    private OptionsBody() {}

    /** @throws dev.tenantmfa.platform.rest.Refusal 400 that names what is allowed */
    static InstallOptions read(KeycloakSession session, JsonBody body) {
        RealmModel realm = session.getContext().getRealm();
        boolean tenants = realm.isOrganizationsEnabled();
        boolean tenantAccess = body.optionalFlag("tenant_access").orElse(tenants);
        boolean tenantForm = choice(body, "login_form", "keep", "tenant").equals("tenant");
        boolean console = body.optionalFlag("console").orElse(false);
        if (!tenants && (tenantAccess || tenantForm || console)) {
            throw Problem.invalid(
                            "tenant_access, the login_form tenant and console need organizations, which this realm has switched off.")
                    .refusal();
        }
        JsonBody scope = body.object("scope", "create", "default_for");
        List<String> allowOpen = bounded(body.texts("allow_open"));
        return new InstallOptions(
                body.optionalTexts("doors").map(OptionsBody::doors).orElseGet(() -> EnumSet.allOf(Kind.class)),
                choice(body, "clients", "report", "rebind").equals("rebind"),
                tenantAccess,
                tenantForm,
                body.optionalFlag("message_codes").orElse(false),
                body.optionalFlag("webauthn").orElse(false),
                scope.optionalFlag("create").orElse(true),
                bounded(scope.texts("default_for")),
                console,
                choice(body, "built_in_actions", "disable", "keep").equals("disable"),
                choice(body, "pending_configure_totp", "replace", "keep").equals("replace"),
                isStrict(body, allowOpen),
                allowOpen);
    }

    private static List<String> bounded(List<String> names) {
        if (names.size() > MOST_NAMES) {
            throw Problem.invalid("A list has at most " + MOST_NAMES + " names.")
                    .refusal();
        }
        return List.copyOf(names);
    }

    /** A strict gate refuses the logins of a method that is open, so it is not the default where one may stay open. */
    private static boolean isStrict(JsonBody body, List<String> allowOpen) {
        return choice(body, "gate", allowOpen.isEmpty() ? "strict" : "keep", allowOpen.isEmpty() ? "keep" : "strict")
                .equals("strict");
    }

    private static String choice(JsonBody body, String field, String byDefault, String other) {
        String value = body.optionalText(field, 1, 20).orElse(byDefault);
        if (!value.equals(byDefault) && !value.equals(other)) {
            throw Problem.invalid(field + " must be " + byDefault + " or " + other + ".")
                    .refusal();
        }
        return value;
    }

    private static Set<Kind> doors(List<String> names) {
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        for (String name : names) {
            String id = name.strip().toLowerCase(Locale.ROOT).replace('_', '-').replace(' ', '-');
            Kind kind = Optional.ofNullable(DOORS.get(id)).orElse(SYNONYMS.get(id));
            if (kind == null) {
                throw Problem.invalid("doors must be a list of: " + String.join(", ", DOORS.keySet()) + ".")
                        .refusal();
            }
            kinds.add(kind);
        }
        return kinds;
    }
}
