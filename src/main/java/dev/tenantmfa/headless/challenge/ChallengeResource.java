package dev.tenantmfa.headless.challenge;

import dev.tenantmfa.headless.waiting.ClaimedClient;
import dev.tenantmfa.headless.waiting.Denial;
import dev.tenantmfa.headless.waiting.DpopKey;
import dev.tenantmfa.headless.waiting.LoginRun;
import dev.tenantmfa.headless.waiting.OAuthRefusal;
import dev.tenantmfa.headless.waiting.PendingLogin;
import dev.tenantmfa.headless.waiting.PendingLogins;
import dev.tenantmfa.platform.rest.SecureRealm;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.OIDCAdvancedConfigWrapper;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.utils.AuthorizeClientUtil;
import org.keycloak.services.cors.Cors;
import org.keycloak.services.util.DPoPUtil;

/**
 * The authorization challenge endpoint (draft-ietf-oauth-first-party-apps, 4.1). A first-party application
 * authenticates a user without a browser, in one or more requests, and gets an authorization code. The endpoint runs
 * the client's direct grant flow and applies the client policies of an authorization request.
 */
public final class ChallengeResource {

    private static final String LOGIN_METHOD = "authorize-challenge";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final EventBuilder event;
    private final PendingLogins logins;
    private final Cors cors;

    ChallengeResource(KeycloakSession session) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.event = new EventBuilder(realm, session, session.getContext().getConnection()).event(EventType.LOGIN);
        this.logins = PendingLogins.ofChallengeEndpoint(session);
        this.cors = Cors.builder().auth().allowedMethods("POST").exposedHeaders(HttpHeaders.RETRY_AFTER);
    }

    @OPTIONS
    public Response preflight() {
        return Cors.builder()
                .auth()
                .preflight()
                .allowedMethods("POST", "OPTIONS")
                .add(Response.ok());
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response challenge() {
        session.getContext().getHttpResponse().setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        session.getContext().getHttpResponse().setHeader("Pragma", "no-cache");
        if (!isForm()) {
            return Denial.of(
                            Response.Status.UNSUPPORTED_MEDIA_TYPE,
                            OAuthErrorException.INVALID_REQUEST,
                            "The body must be " + MediaType.APPLICATION_FORM_URLENCODED + ".")
                    .challenge();
        }
        SecureRealm.check(session, cors);
        if (!ClaimedClient.mayExist(session.getContext().getHttpRequest())) {
            event.error(Errors.CLIENT_NOT_FOUND);
            return withCors(Denial.invalidClient().challenge());
        }
        ClientModel client;
        try {
            client = AuthorizeClientUtil.authorizeClient(session, event, cors).getClient();
        } catch (ForbiddenException e) {
            // The client does not allow this web origin.
            throw e;
        } catch (WebApplicationException e) {
            return withCors(ChallengeAnswers.invalidClient(e.getResponse()));
        }
        event.client(client).detail(Details.AUTH_TYPE, LOGIN_METHOD);
        try {
            FirstPartyClient.check(client);
            ChallengeParameters parameters = ChallengeParameters.read(
                    session.getContext().getHttpRequest().getDecodedFormParameters());
            DPoPUtil.handleDPoPHeader(session, event, cors, OIDCAdvancedConfigWrapper.fromClientModel(client));
            Optional<String> authSession = parameters.text(ChallengeParameters.AUTH_SESSION);
            return withCors(
                    authSession.isPresent() ? next(client, parameters, authSession.get()) : first(client, parameters));
        } catch (OAuthRefusal refusal) {
            return withCors(refused(refusal));
        }
    }

    /** Needed because the annotation does not reject other bodies: Keycloak finds this class while the request runs. */
    private boolean isForm() {
        String type = session.getContext().getRequestHeaders().getHeaderString(HttpHeaders.CONTENT_TYPE);
        return type != null && type.split(";", 2)[0].strip().equalsIgnoreCase(MediaType.APPLICATION_FORM_URLENCODED);
    }

    private Response first(ClientModel client, ChallengeParameters parameters) throws OAuthRefusal {
        if (parameters.text(ChallengeParameters.BINDING_CODE).isPresent()) {
            throw new OAuthRefusal(
                    Denial.invalidRequest("binding_code requires an auth_session."), Errors.INVALID_REQUEST);
        }
        LoginRun run =
                LoginRun.start(session, event, client, parameters.text("scope").orElse(null));
        String proven = DpopKey.of(session).orElse(null);
        try {
            new AuthorizationRequests(session, event, client).begin(run.login(), parameters, proven);
        } catch (OAuthRefusal refusal) {
            run.discard();
            throw refusal;
        }
        // A key named in dpop_jkt binds the login like a proven key: later requests must prove it.
        String key = run.login().getClientNote(OIDCLoginProtocol.DPOP_JKT);
        return new ChallengeLogin(session, event, parameters, run, true)
                .goOn(PendingLogin.of(session, run.login(), key));
    }

    private Response next(ClientModel client, ChallengeParameters parameters, String authSession) throws OAuthRefusal {
        Optional<PendingLogin> found = logins.find(authSession)
                .filter(pending -> pending.client().equals(client.getId()))
                .filter(pending -> isForThisKey(pending.key()));
        if (found.isEmpty()) {
            return invalidSession();
        }
        RequestForm.checkLater(found.get(), parameters);
        checkSamePerson(found.get(), parameters);
        // Of parallel requests with one session, only one continues.
        Optional<PendingLogin> pending = logins.take(authSession);
        Optional<LoginRun> run = pending.flatMap(login -> resume(client, login));
        if (run.isEmpty()) {
            return invalidSession();
        }
        return new ChallengeLogin(session, event, parameters, run.get(), false).goOn(pending.get());
    }

    private Optional<LoginRun> resume(ClientModel client, PendingLogin pending) {
        return pending.user() == null
                ? Optional.of(LoginRun.again(session, event, client, pending))
                : LoginRun.resume(session, event, client, pending);
    }

    /** A login that started with a DPoP key can only continue with a proof of the same key (RFC 9449). */
    private boolean isForThisKey(@Nullable String key) {
        return key == null || key.equals(DpopKey.of(session).orElse(null));
    }

    /** Once the password is verified, the login belongs to that user. */
    private static void checkSamePerson(PendingLogin pending, ChallengeParameters parameters) throws OAuthRefusal {
        Optional<String> username = parameters.text(ChallengeParameters.USERNAME);
        if (pending.user() != null
                && username.isPresent()
                && !username.equals(pending.note(PendingLogin.TYPED_USERNAME))) {
            throw new OAuthRefusal(
                    Denial.invalidRequest("The auth_session is for another username."), Errors.INVALID_REQUEST);
        }
    }

    private Response invalidSession() {
        event.detail(Details.REASON, "invalid_session").error(Errors.INVALID_TOKEN);
        return ChallengeAnswers.invalidSession();
    }

    private Response refused(OAuthRefusal refusal) {
        if (!refusal.eventError().isEmpty()) {
            event.detail(Details.REASON, refusal.denial().description()).error(refusal.eventError());
        }
        return refusal.denial().challenge();
    }

    private Response withCors(Response answer) {
        cors.add();
        return answer;
    }
}
