package dev.tenantmfa.headless.grant;

import dev.tenantmfa.crypto.SealException;
import dev.tenantmfa.factor.FactorKind;
import dev.tenantmfa.factor.MessageCodes;
import dev.tenantmfa.factor.MessageCodes.Destination;
import dev.tenantmfa.factor.SecondFactors;
import dev.tenantmfa.headless.waiting.ClaimedClient;
import dev.tenantmfa.headless.waiting.CodeStep;
import dev.tenantmfa.headless.waiting.Denial;
import dev.tenantmfa.headless.waiting.DpopKey;
import dev.tenantmfa.headless.waiting.LoginRequest;
import dev.tenantmfa.headless.waiting.LoginRun;
import dev.tenantmfa.headless.waiting.Messages;
import dev.tenantmfa.headless.waiting.OAuthRefusal;
import dev.tenantmfa.headless.waiting.PendingLogin;
import dev.tenantmfa.headless.waiting.PendingLogins;
import dev.tenantmfa.headless.waiting.Proof;
import dev.tenantmfa.setup.remote.RemoteSetup;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.protocol.oidc.OIDCAdvancedConfigWrapper;
import org.keycloak.protocol.oidc.utils.AuthorizeClientUtil;
import org.keycloak.services.CorsErrorResponseException;
import org.keycloak.services.cors.Cors;
import org.keycloak.services.util.DPoPUtil;

/**
 * The calls of Auth0's MFA API between {@code mfa_required} and the grant that ends the login: which factors the person
 * has, a message, and a set-up for those who must have a factor and have none. Whoever has the {@code mfa_token} may call;
 * the flow is asked each time whether the login may still go on.
 */
public final class MfaTokenApi {

    private static final Logger LOG = Logger.getLogger(MfaTokenApi.class);
    private static final String DOOR = "mfa-api";
    private static final String OTP = "otp";
    private static final String OUT_OF_BAND = "oob";
    private static final String RECOVERY_CODE = "recovery-code";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final EventBuilder event;
    private final PendingLogins logins;
    private final Cors cors;

    public MfaTokenApi(KeycloakSession session) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.event = new EventBuilder(realm, session, session.getContext().getConnection())
                .event(EventType.LOGIN)
                .detail(Details.AUTH_TYPE, DOOR);
        this.logins = PendingLogins.ofPasswordGrant(session);
        this.cors = Cors.builder().auth().allowedMethods("GET", "POST").exposedHeaders(HttpHeaders.RETRY_AFTER);
    }

    /** What a call does with a login that may go on. */
    private interface Call {
        Response answer(Waiting login) throws OAuthRefusal;
    }

    /**
     * @param kinds of factors that the person has
     * @param destinations where messages can go
     */
    private record Waiting(
            String token,
            PendingLogin pending,
            UserModel person,
            Set<FactorKind> kinds,
            List<Destination> destinations) {}

    /** {@code GET authenticators} */
    public Response authenticators() {
        return guard(() -> {
            MfaCallBody body = MfaCallBody.none(session.getContext().getHttpRequest());
            return withLogin(body, login -> ok(authenticators(login)));
        });
    }

    /** {@code POST challenge} */
    public Response challenge(@Nullable InputStream json) {
        return guard(() -> {
            MfaCallBody body = MfaCallBody.read(session.getContext().getHttpRequest(), json);
            // The client's secret is asked for as the token endpoint does: a message costs money.
            ClientModel client = authenticateClient(body);
            return withLogin(body, login -> {
                if (!client.getId().equals(login.pending().client())) {
                    return unknownToken();
                }
                return challenge(login, body);
            });
        });
    }

    /** {@code POST associate} */
    public Response associate(@Nullable InputStream json) {
        return guard(() -> {
            MfaCallBody body = MfaCallBody.read(session.getContext().getHttpRequest(), json);
            // Clients of Auth0 send the token alone.
            Optional<ClientModel> client =
                    body.namesClient() ? Optional.of(authenticateClient(body)) : Optional.empty();
            return withLogin(body, login -> {
                if (client.isPresent()
                        && !client.get().getId().equals(login.pending().client())) {
                    return unknownToken();
                }
                return associate(login, body);
            });
        });
    }

    // --- the calls

    private static List<Map<String, Object>> authenticators(Waiting login) {
        List<Map<String, Object>> found = new ArrayList<>();
        for (FactorKind kind : login.kinds()) {
            switch (kind) {
                case TOTP -> found.add(Map.of("id", OTP, "authenticator_type", OTP, "type", OTP, "active", true));
                case BACKUP_CODE ->
                    found.add(Map.of(
                            "id",
                            RECOVERY_CODE,
                            "authenticator_type",
                            RECOVERY_CODE,
                            "type",
                            RECOVERY_CODE,
                            "active",
                            true));
                case MESSAGE_CODE -> login.destinations().forEach(destination -> found.add(authenticator(destination)));
            }
        }
        return found;
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

    private Response challenge(Waiting login, MfaCallBody body) throws OAuthRefusal {
        List<String> asked = body.words("challenge_type");
        List<String> types = asked.isEmpty() ? List.of(OTP, OUT_OF_BAND) : asked;
        Optional<String> id = body.text("authenticator_id");
        boolean otp = types.contains(OTP) && login.kinds().contains(FactorKind.TOTP);
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
            return Denial.tooMany("Too many attempts.", blocked.get()).token();
        }
        return send(login, destination.get());
    }

    private Response send(Waiting login, Destination destination) {
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

    private Response associate(Waiting login, MfaCallBody body) {
        if (!body.words("authenticator_types").contains(OTP)) {
            return Denial.invalidRequest("authenticator_types must contain otp.")
                    .token();
        }
        Optional<Duration> blocked = SecondFactors.of(session).retryAfter(login.person());
        if (blocked.isPresent()) {
            return Denial.tooMany("Too many attempts.", blocked.get()).token();
        }
        Optional<RemoteSetup.Begun> begun;
        try {
            begun = login.kinds().isEmpty()
                    ? RemoteSetup.of(session)
                            .begin(login.person(), login.pending().setup())
                    : Optional.empty();
        } catch (SealException e) {
            LOG.errorf("No second factor can be set up in realm %s: %s", realm.getName(), e.getMessage());
            return Denial.unavailable("A second factor cannot be set up at the moment.")
                    .token();
        }
        if (begun.isEmpty()) {
            return Denial.of(Status.FORBIDDEN, OAuthErrorException.ACCESS_DENIED, "User is already enrolled.")
                    .token();
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("authenticator_type", OTP);
        answer.put("secret", begun.get().secret());
        answer.put("barcode_uri", begun.get().otpauthUri());
        answer.put("recovery_codes", begun.get().backupCodes());
        return ok(answer);
    }

    // --- who may call

    private Response withLogin(MfaCallBody body, Call call) throws OAuthRefusal {
        Optional<String> token = body.mfaToken();
        if (token.isEmpty()) {
            return Denial.missing(MfaGrantType.MFA_TOKEN).token();
        }
        Optional<PendingLogin> pending = logins.find(token.get());
        Optional<ClientModel> client = pending.map(login -> realm.getClientById(login.client()))
                .filter(ClientModel::isEnabled)
                .filter(ClientModel::isDirectAccessGrantsEnabled);
        if (pending.isEmpty() || client.isEmpty()) {
            return unknownToken();
        }
        session.getContext().setClient(client.get());
        event.client(client.get());
        cors.checkAllowedOrigins(session, client.get());
        if (!isOfThisKey(pending.get(), client.get())) {
            return unknownToken();
        }
        Optional<LoginRun> run = LoginRun.resume(session, event, client.get(), pending.get());
        if (run.isEmpty()) {
            return unknownToken();
        }
        try {
            return goOn(token.get(), pending.get(), run.get(), call);
        } finally {
            run.get().discard();
        }
    }

    private Response goOn(String token, PendingLogin pending, LoginRun run, Call call) throws OAuthRefusal {
        if (run.isLocked()) {
            logins.end(token);
            event.error(Errors.USER_TEMPORARILY_DISABLED);
            return Denial.invalidCredentials().token();
        }
        LoginRequest request = new LoginRequest(
                session.getContext().getHttpRequest(), new MultivaluedHashMap<>(), pending, new Proof.None());
        Response answer = run.authenticate(request);
        if (answer != null && request.codeStep().isEmpty()) {
            // A step before the codes says no, such as that of a tenant that was suspended meanwhile.
            return answer;
        }
        UserModel person = run.login().getAuthenticatedUser();
        Set<FactorKind> kinds = request.codeStep().map(CodeStep::kinds).orElseGet(Set::of);
        List<Destination> destinations = MessageCodes.of(session)
                .map(codes -> codes.destinationsOf(person))
                .orElseGet(List::of);
        return call.answer(new Waiting(token, pending, person, kinds, destinations));
    }

    private boolean isOfThisKey(PendingLogin pending, ClientModel client) {
        if (pending.key() == null) {
            return true;
        }
        DPoPUtil.handleDPoPHeader(session, event, cors, OIDCAdvancedConfigWrapper.fromClientModel(client));
        return pending.key().equals(DpopKey.of(session).orElse(null));
    }

    /** As the token endpoint does, from JSON too. */
    private ClientModel authenticateClient(MfaCallBody body) throws OAuthRefusal {
        AsForm request = new AsForm(session.getContext().getHttpRequest(), body.fields());
        if (!ClaimedClient.mayExist(request)) {
            event.error(Errors.CLIENT_NOT_FOUND);
            throw new OAuthRefusal(Denial.invalidClient(), "");
        }
        var processor = AuthorizeClientUtil.getAuthenticationProcessor(session, event);
        processor.setRequest(request);
        Response refusal = processor.authenticateClient();
        if (refusal != null) {
            throw new OAuthRefusal(Denial.invalidClient(), "");
        }
        ClientModel client = processor.getClient();
        if (client == null || !client.isEnabled()) {
            event.error(Errors.CLIENT_DISABLED);
            throw new OAuthRefusal(Denial.invalidClient(), "");
        }
        return client;
    }

    private void checkRealm() {
        boolean secure =
                "https".equals(session.getContext().getUri().getBaseUri().getScheme());
        if (!secure && realm.getSslRequired().isRequired(session.getContext().getConnection())) {
            throw new CorsErrorResponseException(
                    cors.allowAllOrigins(),
                    OAuthErrorException.INVALID_REQUEST,
                    "HTTPS required",
                    Response.Status.FORBIDDEN);
        }
        if (!realm.isEnabled()) {
            throw new CorsErrorResponseException(
                    cors.allowAllOrigins(),
                    OAuthErrorException.ACCESS_DENIED,
                    "Realm not enabled",
                    Response.Status.FORBIDDEN);
        }
    }

    // --- answers

    private interface Work {
        Response run() throws OAuthRefusal;
    }

    private Response guard(Work work) {
        checkRealm();
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

    private Response unknownToken() {
        event.error(Errors.INVALID_TOKEN);
        Denial denial = Denial.of(Status.UNAUTHORIZED, OAuthErrorException.INVALID_TOKEN, MfaGrantType.UNKNOWN_TOKEN);
        return Response.fromResponse(denial.token())
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"")
                .build();
    }
}
