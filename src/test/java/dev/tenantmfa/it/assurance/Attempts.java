package dev.tenantmfa.it.assurance;

import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.RegistrationForm;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import org.jsoup.nodes.Element;

/** How each login method of a browser is used, up to the page that asks for more than the password. */
final class Attempts {
    private static final String RESET_LINK = "a[href*=reset-credentials]";

    private final MatrixRealm matrix;
    private final Subject subject;
    private final boolean freshBrowser;

    Attempts(MatrixRealm matrix, Subject subject, boolean freshBrowser) {
        this.matrix = matrix;
        this.subject = subject;
        this.freshBrowser = freshBrowser;
    }

    PageLogin by(LoginMethod method) {
        AuthorizationRequest request = matrix.client().authorization();
        return switch (method) {
            case BROWSER, SINGLE_SIGN_ON -> open(request);
            case IMPLICIT -> frontChannel(request.with("response_type", "id_token token"));
            case HYBRID -> frontChannel(request.with("response_type", "code id_token"));
            case PROMPT_NONE -> open(request.with("prompt", "none"));
            case STEP_UP -> open(request.withEssentialAcr("mfa"));
            case IDENTITY_PROVIDER -> throughProvider(request);
            case FIRST_BROKER_LOGIN -> firstLoginThroughProvider(request);
            case RESET_PASSWORD -> reset(request);
            case REGISTRATION -> register(request);
            case INVITATION_OF_STRANGER -> registerByInvitation(request);
            case INVITATION_OF_USER -> acceptInvitation(request);
            case EXECUTE_ACTIONS -> executeActions(request);
            case VERIFY_EMAIL -> open(request);
            case DEVICE -> {
                OidcClient client = matrix.client();
                DeviceLogin login =
                        new DeviceLogin(matrix, subject.visitor(), subject.person(), client.authorizeDevice());
                yield login.from(login.again());
            }
            case IMPERSONATION -> impersonate(request);
            case SAML_POST -> {
                SamlLogin login = new SamlLogin(matrix, subject.visitor(), subject.person());
                yield login.from(login.again());
            }
            default -> throw new IllegalArgumentException(method + " has no pages");
        };
    }

    /** Follows the link that Keycloak mails when an address is to be verified, in a fresh browser where the cell says. */
    PageLogin verifyEmail(PageLogin login) {
        Visitor visitor = freshBrowser ? matrix.keycloak.visitor() : login.visitor;
        WebPage page = MailLinks.proceed(
                visitor, visitor.open(newestLink(subject.person().email())));
        return new PageLogin(matrix, visitor, login.request, null).from(page);
    }

    private PageLogin open(AuthorizationRequest request) {
        PageLogin login = new PageLogin(matrix, subject.visitor(), request, subject.person());
        return login.from(login.again());
    }

    private PageLogin frontChannel(AuthorizationRequest request) {
        FrontChannelLogin login =
                new FrontChannelLogin(matrix, subject.visitor(), request.with("nonce", "matrix"), subject.person());
        return login.from(login.again());
    }

    private PageLogin throughProvider(AuthorizationRequest request) {
        Person there = matrix.elsewhere.realm().newPerson();
        matrix.elsewhere.link(subject.person(), there);
        WebPage page = subject.visitor().logIn(hinted(request), there);
        return new PageLogin(matrix, subject.visitor(), request, subject.person()).from(page);
    }

    /** The address of the account there belongs to an account here, to which a mailed link joins it. */
    private PageLogin firstLoginThroughProvider(AuthorizationRequest request) {
        String name = "there-" + UUID.randomUUID();
        Person there =
                matrix.elsewhere.realm().createPerson(name, subject.person().email(), RealmAdmin.PASSWORD);
        WebPage page = subject.visitor().logIn(hinted(request), there);
        subject.visitor().submit(page, Map.of("submitAction", "linkAccount"));
        Visitor visitor = freshBrowser ? matrix.keycloak.visitor() : subject.visitor();
        page = MailLinks.proceed(
                visitor, visitor.open(newestLink(subject.person().email())));
        return new PageLogin(matrix, visitor, request, null).from(page);
    }

    private PageLogin reset(AuthorizationRequest request) {
        PageLogin login = newPassword(request);
        return login.from(login.page());
    }

    /** At the page to which the link of a forgotten password leads. */
    PageLogin newPassword(AuthorizationRequest request) {
        WebPage login = subject.visitor().open(request.uri());
        Element link = login.document().selectFirst(RESET_LINK);
        if (link == null) {
            // Keycloak asks for the username on a page of its own where there are organizations.
            login = subject.visitor()
                    .submit(login, Map.of("username", subject.person().username()));
            link = login.document().selectFirst(RESET_LINK);
        }
        WebPage form = subject.visitor().open(URI.create(link.absUrl("href")));
        subject.visitor().submit(form, Map.of("username", subject.person().username()));
        Visitor visitor = freshBrowser ? matrix.keycloak.visitor() : subject.visitor();
        WebPage page = MailLinks.proceed(
                visitor, visitor.open(newestLink(subject.person().email())));
        return PageLogin.ofMailbox(matrix, visitor, request).at(page);
    }

    private PageLogin register(AuthorizationRequest request) {
        WebPage page = RegistrationForm.open(subject.visitor(), request.uri()).submit("Tenant " + UUID.randomUUID());
        return new PageLogin(matrix, subject.visitor(), request, null).from(page);
    }

    private PageLogin registerByInvitation(AuthorizationRequest request) {
        String email = "invited-" + UUID.randomUUID() + "@example.test";
        matrix.invite(email);
        WebPage form = subject.visitor().open(newestLink(email));
        Map<String, String> account = RegistrationForm.account(form, email);
        account.put("username", "invited-" + UUID.randomUUID());
        WebPage page = subject.visitor().submit(form, account);
        return new PageLogin(matrix, subject.visitor(), request, null).from(page);
    }

    private PageLogin acceptInvitation(AuthorizationRequest request) {
        matrix.invite(subject.person().email());
        WebPage page = subject.visitor().open(newestLink(subject.person().email()));
        page = MailLinks.proceed(subject.visitor(), page);
        return PageLogin.ofMailbox(matrix, subject.visitor(), request).from(page);
    }

    private PageLogin executeActions(AuthorizationRequest request) {
        matrix.realm
                .put(
                        "/users/" + subject.person().id() + "/execute-actions-email?client_id=" + MatrixRealm.CLIENT
                                + "&redirect_uri=http://localhost:9/callback",
                        new String[] {"UPDATE_PASSWORD"})
                .expect(204);
        WebPage page = subject.visitor().open(newestLink(subject.person().email()));
        page = MailLinks.proceed(subject.visitor(), page);
        return PageLogin.ofMailbox(matrix, subject.visitor(), request).at(page);
    }

    private PageLogin impersonate(AuthorizationRequest request) {
        subject.visitor()
                .keepCookiesOf(matrix.realm
                        .post("/users/" + subject.person().id() + "/impersonation", Map.of())
                        .expect(200));
        PageLogin login = new PageLogin(matrix, subject.visitor(), request, null);
        return login.from(login.again());
    }

    private URI hinted(AuthorizationRequest request) {
        return request.with("kc_idp_hint", matrix.elsewhere.alias()).uri();
    }

    private URI newestLink(String email) {
        return MailLinks.newest(matrix.keycloak, email);
    }
}
