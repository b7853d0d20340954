package dev.tenantmfa.factor.pass;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tenantmfa.platform.rest.JsonBody;
import dev.tenantmfa.platform.rest.Problem;
import dev.tenantmfa.platform.setting.IntSetting;
import dev.tenantmfa.platform.setting.Setting;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/** What the calls of owners and of realm administrators about an access pass share, once the caller may make them. */
public final class AccessPassCalls {

    private static final int SHORTEST_MINUTES = 10;
    private static final int LONGEST_MINUTES = 1440;

    /** Realm attribute. Minutes, 10 to 1440, default 60: how long a pass is valid if the request does not say. */
    public static final IntSetting LIFETIME_MINUTES = Setting.key("tenant-mfa.access-pass-minutes")
            .range(SHORTEST_MINUTES, LONGEST_MINUTES)
            .or(60);

    private static final String FIELD = "lifetime_minutes";

    private AccessPassCalls() {}

    /**
     * The lifetime that the body asks for, else the realm's.
     *
     * @throws dev.tenantmfa.platform.rest.Refusal 400 or 415
     */
    public static Duration lifetime(KeycloakSession session, @Nullable InputStream json) {
        JsonBody body = JsonBody.read(session.getContext().getRequestHeaders(), json, FIELD);
        return Duration.ofMinutes(body.optionalNumber(FIELD, SHORTEST_MINUTES, LONGEST_MINUTES)
                .orElseGet(() -> LIFETIME_MINUTES.in(session.getContext().getRealm())));
    }

    /**
     * Makes a pass for a user.
     *
     * @param maker id of the tenant; null for a realm administrator
     * @throws dev.tenantmfa.platform.rest.Refusal 409 if none could be made
     */
    public static AccessPasses.Made make(
            KeycloakSession session, UserModel person, Duration lifetime, @Nullable String maker) {
        AccessPasses.Making making = AccessPasses.of(session)
                .map(passes -> passes.make(person, lifetime, maker))
                .orElseGet(AccessPasses.Unavailable::new);
        if (making instanceof AccessPasses.Made made) {
            return made;
        }
        if (making instanceof AccessPasses.Busy) {
            throw Problem.conflict("busy", "Another change of this user's second factor is in progress. Try again.")
                    .refusal();
        }
        throw Problem.conflict(
                        "access_pass_unavailable",
                        "No access pass can be created at the moment. The server log says why.")
                .refusal();
    }

    /** @throws dev.tenantmfa.platform.rest.Refusal 404 if the user has no pass that is still valid */
    public static void takeBack(KeycloakSession session, UserModel person) {
        boolean taken =
                AccessPasses.of(session).map(passes -> passes.takeBack(person)).orElse(false);
        if (!taken) {
            throw Problem.of(
                            404,
                            "no_access_pass",
                            "The user has no access pass: none was created, or it was used or has expired.")
                    .refusal();
        }
    }

    /** The answer with the code, which is shown only once. */
    public static Response created(AccessPasses.Made made) {
        return Response.status(Response.Status.CREATED)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(new View(
                        made.code(),
                        made.expiresAt().truncatedTo(ChronoUnit.SECONDS).toString()))
                .build();
    }

    private record View(
            @JsonProperty("code") String code,
            @JsonProperty("expires_at") String expiresAt) {

        @Override
        public String toString() {
            return "View[hidden]";
        }
    }
}
