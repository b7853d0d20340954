package dev.tenantmfa.headless.grant;

import dev.tenantmfa.factor.message.MessageCodes.Destination;
import dev.tenantmfa.headless.waiting.ClaimedClient;
import dev.tenantmfa.headless.waiting.CodeStep;
import dev.tenantmfa.headless.waiting.Denial;
import dev.tenantmfa.headless.waiting.DpopKey;
import dev.tenantmfa.headless.waiting.LoginRequest;
import dev.tenantmfa.headless.waiting.LoginRun;
import dev.tenantmfa.headless.waiting.Need;
import dev.tenantmfa.headless.waiting.OAuthRefusal;
import dev.tenantmfa.headless.waiting.PendingLogin;
import dev.tenantmfa.headless.waiting.PendingLogins;
import dev.tenantmfa.headless.waiting.Proof;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.List;
import java.util.Optional;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.protocol.oidc.OIDCAdvancedConfigWrapper;
import org.keycloak.protocol.oidc.utils.AuthorizeClientUtil;
import org.keycloak.services.cors.Cors;
import org.keycloak.services.util.DPoPUtil;

/**
 * Checks who may call Auth0's MFA API: the holder of the {@code mfa_token}, from the client that started the login, and
 * with its DPoP key if it has one. Each call runs the flow to check that the login may still continue.
 */
final class MfaTokenAccess {

    private final KeycloakSession session;
    private final RealmModel realm;
    private final EventBuilder event;
    private final PendingLogins logins;
    private final Cors cors;

    MfaTokenAccess(KeycloakSession session, EventBuilder event, PendingLogins logins, Cors cors) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.event = event;
        this.logins = logins;
        this.cors = cors;
    }

    /** Action of a call on a login that may continue. */
    interface Call {
        Response answer(WaitingLogin login) throws OAuthRefusal;
    }

    /**
     * @param need what the login needs to continue
     * @param destinations for message codes
     */
    record WaitingLogin(
            String token, PendingLogin pending, UserModel person, Need need, List<Destination> destinations) {}

    /** Runs the call for the login of the token, if that login may still continue. */
    Response withLogin(MfaCallBody body, Call call) throws OAuthRefusal {
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
            // A step before the codes denied the login, for example because the tenant was suspended meanwhile.
            return answer;
        }
        UserModel person = run.login().getAuthenticatedUser();
        Need need = request.codeStep().map(CodeStep::need).orElseGet(() -> new Need.Nothing(false));
        return call.answer(new WaitingLogin(token, pending, person, need, need.destinations(session, person)));
    }

    private boolean isOfThisKey(PendingLogin pending, ClientModel client) {
        if (pending.key() == null) {
            return true;
        }
        DPoPUtil.handleDPoPHeader(session, event, cors, OIDCAdvancedConfigWrapper.fromClientModel(client));
        return pending.key().equals(DpopKey.of(session).orElse(null));
    }

    /** Authenticates the client as the token endpoint does, but also from JSON. */
    ClientModel authenticateClient(MfaCallBody body) throws OAuthRefusal {
        JsonAsForm request = new JsonAsForm(session.getContext().getHttpRequest(), body.fields());
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

    /** Answer to a token that is unknown, used or expired, or was sent by another client. */
    Response unknownToken() {
        event.error(Errors.INVALID_TOKEN);
        Denial denial = Denial.of(Status.UNAUTHORIZED, OAuthErrorException.INVALID_TOKEN, MfaGrantType.UNKNOWN_TOKEN);
        return Response.fromResponse(denial.token())
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"")
                .build();
    }
}
