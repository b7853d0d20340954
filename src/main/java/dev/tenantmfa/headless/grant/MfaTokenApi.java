package dev.tenantmfa.headless.grant;

import dev.tenantmfa.crypto.SealException;
import dev.tenantmfa.factor.FactorKind;
import dev.tenantmfa.factor.SecondFactors;
import dev.tenantmfa.factor.Verification;
import dev.tenantmfa.factor.message.MessageCodes;
import dev.tenantmfa.factor.message.MessageCodes.Destination;
import dev.tenantmfa.headless.grant.MfaTokenAccess.WaitingLogin;
import dev.tenantmfa.headless.waiting.Denial;
import dev.tenantmfa.headless.waiting.Messages;
import dev.tenantmfa.headless.waiting.MfaErrors;
import dev.tenantmfa.headless.waiting.Need;
import dev.tenantmfa.headless.waiting.OAuthRefusal;
import dev.tenantmfa.headless.waiting.PendingLogins;
import dev.tenantmfa.platform.rest.SecureRealm;
import dev.tenantmfa.setup.remote.RemoteSetup;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.cors.Cors;

/**
 * The calls of Auth0's MFA API between {@code mfa_required} and the grant that completes the login: list the user's
 * factors, send a message, and set up a factor for users who must have one and have none. The {@code mfa_token}
 * authorizes each call, and the flow runs again to check that the login may still continue.
 */
public final class MfaTokenApi {

    private static final Logger LOG = Logger.getLogger(MfaTokenApi.class);
    private static final String DOOR = "mfa-api";
    private static final String OTP = "otp";
    private static final String OUT_OF_BAND = "oob";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final EventBuilder event;
    private final PendingLogins logins;
    private final Cors cors;
    private final MfaTokenAccess access;

    public MfaTokenApi(KeycloakSession session) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.event = new EventBuilder(realm, session, session.getContext().getConnection())
                .event(EventType.LOGIN)
                .detail(Details.AUTH_TYPE, DOOR);
        this.logins = PendingLogins.ofPasswordGrant(session);
        this.cors = Cors.builder().auth().allowedMethods("GET", "POST").exposedHeaders(HttpHeaders.RETRY_AFTER);
        this.access = new MfaTokenAccess(session, event, logins, cors);
    }

    /** {@code GET authenticators} */
    public Response authenticators() {
        return guard(() -> {
            MfaCallBody body = MfaCallBody.none(session.getContext().getHttpRequest());
            return access.withLogin(body, login -> ok(authenticators(login)));
        });
    }

    /** {@code POST challenge} */
    public Response challenge(@Nullable InputStream json) {
        return guard(() -> {
            MfaCallBody body = MfaCallBody.read(session.getContext().getHttpRequest(), json);
            // The client must authenticate as at the token endpoint, because a message costs money.
            ClientModel client = access.authenticateClient(body);
            return access.withLogin(body, login -> {
                if (!client.getId().equals(login.pending().client())) {
                    return access.unknownToken();
                }
                return challenge(login, body);
            });
        });
    }

    /** {@code POST associate} */
    public Response associate(@Nullable InputStream json) {
        return guard(() -> {
            MfaCallBody body = MfaCallBody.read(session.getContext().getHttpRequest(), json);
            // Auth0's clients send only the token.
            Optional<ClientModel> client =
                    body.namesClient() ? Optional.of(access.authenticateClient(body)) : Optional.empty();
            return access.withLogin(body, login -> {
                if (client.isPresent()
                        && !client.get().getId().equals(login.pending().client())) {
                    return access.unknownToken();
                }
                return associate(login, body);
            });
        });
    }

    // --- the calls

    private static List<Map<String, Object>> authenticators(WaitingLogin login) {
        List<Map<String, Object>> found = new ArrayList<>();
        for (String type : MfaErrors.typesOf(login.need().kinds())) {
            if (type.equals(OUT_OF_BAND)) {
                login.destinations().forEach(destination -> found.add(authenticator(destination)));
            } else {
                found.add(authenticator(type));
            }
        }
        return found;
    }

    private static Map<String, Object> authenticator(String type) {
        return Map.of("id", type, "authenticator_type", type, "type", type, "active", true);
    }

    private static Map<String, Object> authenticator(Destination destination) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", Messages.idOf(destination));
        view.put("authenticator_type", OUT_OF_BAND);
        view.put("type", destination.channel().id());
        view.put("oob_channel", destination.channel().id());
        view.put("name", destination.masked());
        view.put("active", true);
        return view;
    }

    private Response challenge(WaitingLogin login, MfaCallBody body) throws OAuthRefusal {
        List<String> asked = body.words("challenge_type");
        List<String> types = asked.isEmpty() ? List.of(OTP, OUT_OF_BAND) : asked;
        Optional<String> id = body.text("authenticator_id");
        boolean otp = types.contains(OTP) && login.need().kinds().contains(FactorKind.TOTP);
        if (otp && id.map(OTP::equals).orElse(true)) {
            return ok(Map.of("challenge_type", OTP));
        }
        Optional<Destination> destination = login.destinations().stream()
                .filter(known -> id.map(Messages.idOf(known)::equals).orElse(true))
                .findFirst();
        if (id.isPresent() && destination.isEmpty()) {
            return Denial.invalidRequest("Unknown authenticator_id.").token();
        }
        if (!types.contains(OUT_OF_BAND) || destination.isEmpty()) {
            return Denial.of(
                            Status.BAD_REQUEST,
                            "unsupported_challenge_type",
                            "The user has no second factor for these challenge types.")
                    .token();
        }
        Optional<Duration> blocked = SecondFactors.of(session).retryAfter(login.person());
        if (blocked.isPresent()) {
            return Denial.of(new Verification.Blocked(blocked.get())).token();
        }
        return send(login, destination.get());
    }

    private Response send(WaitingLogin login, Destination destination) {
        MessageCodes.Sending sending = MessageCodes.of(session)
                .map(codes -> codes.send(login.person(), login.pending().id(), destination.id()))
                .orElseGet(MessageCodes.Sending.Failed::new);
        if (sending instanceof MessageCodes.Sending.Sent sent) {
            logins.update(
                    login.token(),
                    login.pending().withMessageTo(sent.destination().id()));
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("challenge_type", OUT_OF_BAND);
            answer.putAll(Messages.outOfBand(sent));
            return ok(answer);
        } else if (sending instanceof MessageCodes.Sending.Held held) {
            return Denial.tooMany("No new code was sent.", held.retryAfter()).token();
        }
        return Denial.unavailable(Messages.of(sending)).token();
    }

    private Response associate(WaitingLogin login, MfaCallBody body) {
        if (!body.words("authenticator_types").contains(OTP)) {
            return Denial.invalidRequest("authenticator_types must contain otp.")
                    .token();
        }
        Optional<Duration> blocked = SecondFactors.of(session).retryAfter(login.person());
        if (blocked.isPresent()) {
            return Denial.of(new Verification.Blocked(blocked.get())).token();
        }
        Optional<RemoteSetup.Begun> begun;
        try {
            begun = login.need() instanceof Need.App
                    ? RemoteSetup.of(session)
                            .begin(login.person(), login.pending().setup())
                    : Optional.empty();
        } catch (SealException e) {
            LOG.errorf("No second factor can be set up in realm %s: %s", realm.getName(), e.getMessage());
            return Denial.unavailable("A second factor cannot be set up at the moment.")
                    .token();
        }
        if (begun.isEmpty()) {
            String why = login.need() instanceof Need.Browser only ? only.description() : "User is already enrolled.";
            return Denial.of(Status.FORBIDDEN, OAuthErrorException.ACCESS_DENIED, why)
                    .token();
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("authenticator_type", OTP);
        answer.put("secret", begun.get().secret());
        answer.put("barcode_uri", begun.get().otpauthUri());
        answer.put("recovery_codes", begun.get().backupCodes());
        return ok(answer);
    }

    // --- answers

    private interface Work {
        Response run() throws OAuthRefusal;
    }

    private Response guard(Work work) {
        SecureRealm.check(session, cors);
        Response answer;
        try {
            answer = work.run();
        } catch (OAuthRefusal refusal) {
            answer = refusal.denial().token();
        } catch (ForbiddenException e) {
            answer = Denial.of(
                            Status.FORBIDDEN,
                            OAuthErrorException.ACCESS_DENIED,
                            "The client does not allow this web origin.")
                    .token();
        }
        cors.add();
        return Response.fromResponse(answer)
                .header(HttpHeaders.CACHE_CONTROL, null)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    private static Response ok(Object body) {
        return Response.ok(body, MediaType.APPLICATION_JSON_TYPE).build();
    }
}
