package dev.tenantmfa.it.mfa;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A setup in an open login that is left, repeated, or overtaken. */
@KeycloakIntegration
class SetupInterruptedIT extends SetupInFlowFixture {

    SetupInterruptedIT(KeycloakServer keycloak) {
        super(keycloak);
    }

    /** CVE-2026-133221. */
    @Test
    void consentWithoutASessionCodeEndsNoLogin() {
        for (LoginStep stage : List.of(LoginStep.SET_UP, LoginStep.CODES)) {
            for (boolean byAdministrator : new boolean[] {false, true}) {
                Person person = byAdministrator ? personOfWhomAnAdministratorAsksIt() : memberOfStrictTenant();
                Visitor visitor = keycloak.visitor();
                WebPage page = at(stage, visitor, person, app.authorization());
                URI consent = URI.create(page.formAction()
                        .toString()
                        .replaceAll("login-actions/[a-z-]+", "login-actions/consent")
                        .replaceAll("(session_code|execution)=[^&]*&?", ""));
                WebPage answer = visitor.copy().post(consent, Map.of("accept", "Yes"));
                assertThat(answer.status()).isLessThan(500);
                assertThat(LoginStep.of(answer)).as(stage + answer.text()).isEqualTo(LoginStep.OTHER);
                assertNoSession(visitor);
                assertThat(realm.events(person, "LOGIN")).isEmpty();
                assertThat(types(person)).containsExactly("password");
            }
        }
    }

    @Test
    void restartForgetsTheSetup() {
        for (LoginStep stage : List.of(LoginStep.SET_UP, LoginStep.CODES)) {
            Person person = memberOfStrictTenant();
            Visitor visitor = keycloak.visitor();
            WebPage page = at(stage, visitor, person, app.authorization());
            WebPage restarted = visitor.open(
                    URI.create(keycloak.base() + "/realms/demo/login-actions/restart?client_id=demo-app&tab_id="
                            + page.parameter("tab_id").orElseThrow()));
            assertThat(LoginStep.of(restarted)).isEqualTo(LoginStep.PASSWORD);
            assertThat(LoginStep.of(visitor.submit(page, SAVED)))
                    .as("the page from before")
                    .isNotEqualTo(LoginStep.IN);
            assertThat(types(person)).containsExactly("password");
            assertStep(keycloak.visitor().logIn(app.authorization().uri(), person), LoginStep.SET_UP);
        }
    }

    @Test
    void firstPagePostedAgainShowsTheSameCodes() {
        Person person = memberOfStrictTenant();
        Visitor visitor = keycloak.visitor();
        WebPage setup = visitor.logIn(app.authorization().uri(), person);
        WebPage codes = visitor.submit(setup, Map.of("code", phone(setup).code()));

        WebPage again = visitor.submit(
                codes, Map.of("stage", "app", "code", phone(setup).code(), "saved", "on"));
        assertStep(again, LoginStep.CODES);
        assertThat(Enrolled.codesOn(again)).isEqualTo(Enrolled.codesOn(codes));
        WebPage back = visitor.submit(setup, Map.of("code", phone(setup).code(), "saved", "on"));
        assertStep(back, LoginStep.CODES);
        assertThat(Enrolled.codesOn(back)).as("the page from the history").isEqualTo(Enrolled.codesOn(codes));
        assertThat(types(person)).containsExactly("password");
        assertThat(LoginStep.of(visitor.submit(back, SAVED))).isEqualTo(LoginStep.IN);
    }

    @Test
    void eachTabHasItsOwnSetupAndTheSecondOneAsksForTheCode() {
        Person person = memberOfStrictTenant();
        Visitor visitor = keycloak.visitor();
        WebPage first = visitor.logIn(app.authorization().uri(), person);
        WebPage second = visitor.logIn(app.authorization().uri(), person);
        assertStep(second, LoginStep.SET_UP);
        assertThat(Enrolled.secretOn(second)).isNotEqualTo(Enrolled.secretOn(first));
        WebPage crossed = visitor.submit(second, Map.of("code", phone(first).code()));
        assertStep(crossed, LoginStep.SET_UP);

        WebPage codes = visitor.submit(first, Map.of("code", phone(first).code()));
        assertThat(LoginStep.of(visitor.submit(codes, SAVED))).isEqualTo(LoginStep.IN);
        WebPage late = visitor.submit(crossed, Map.of("code", phone(second).code(), "saved", "on"));
        assertThat(LoginStep.of(late)).isNotEqualTo(LoginStep.CODES);
        assertThat(types(person)).containsExactlyInAnyOrder("password", "tmfa-totp", "tmfa-backup-codes");
    }

    @Test
    void appThatWasSetUpElsewhereMeanwhileAsksForItsCode() {
        for (LoginStep stage : List.of(LoginStep.SET_UP, LoginStep.CODES)) {
            Person person = memberOfStrictTenant();
            Visitor visitor = keycloak.visitor();
            WebPage page = at(stage, visitor, person, app.authorization());
            Visitor elsewhere = keycloak.visitor();
            elsewhere
                    .submit(at(LoginStep.CODES, elsewhere, person, app.authorization()), SAVED)
                    .code();

            page = visitor.submit(page, SAVED);
            assertThat(LoginStep.of(page)).as(stage + page.text()).isEqualTo(LoginStep.CODE);
            assertThat(types(person)).containsExactlyInAnyOrder("password", "tmfa-totp", "tmfa-backup-codes");
        }
    }

    @Test
    void appThatWasRemovedMeanwhileMustBeSetUpAnew() {
        Tenant tenant = Tenant.create(realm);
        Enrolled enrolled = Enrolled.enrol(keycloak, realm, tenant.newMember());
        tenant.ask("ALL");
        Visitor visitor = keycloak.visitor();
        WebPage code = visitor.logIn(app.authorization().uri(), enrolled.person());
        assertThat(LoginStep.of(code)).isEqualTo(LoginStep.CODE);
        String id = keycloak.support()
                .credential(realm, enrolled.person(), "tmfa-totp")
                .id();
        realm.delete("/users/" + enrolled.person().id() + "/credentials/" + id).expect(204);

        WebPage page = visitor.submit(code, Map.of("code", enrolled.app().code()));
        assertStep(page, LoginStep.SET_UP);
        WebPage codes = visitor.submit(page, Map.of("code", phone(page).code()));
        assertThat(LoginStep.of(visitor.submit(codes, SAVED))).isEqualTo(LoginStep.IN);
    }

    @Test
    void anotherExecutionTakesNoSetup() {
        for (LoginStep stage : List.of(LoginStep.SET_UP, LoginStep.CODES)) {
            Person person = memberOfStrictTenant();
            Visitor visitor = keycloak.visitor();
            WebPage page = at(stage, visitor, person, app.authorization());
            for (String execution : executions("tenant-mfa browser")) {
                if (!page.formAction().toString().contains(execution)) {
                    WebPage answer = visitor.copy()
                            .post(
                                    URI.create(page.formAction()
                                            .toString()
                                            .replaceAll("execution=[^&]+", "execution=" + execution)),
                                    Map.of("code", "123456", "stage", "codes", "saved", "on"));
                    assertThat(answer.status()).isLessThan(500);
                    assertThat(LoginStep.of(answer)).isNotEqualTo(LoginStep.IN);
                }
            }
            assertNoSession(visitor);
            assertThat(types(person)).containsExactly("password");
        }
    }

    private List<String> executions(String flow) {
        return RealmAdmin.list(realm.get("/authentication/flows/" + flow.replace(" ", "%20") + "/executions")).stream()
                .map(execution -> execution.get("id").asText())
                .toList();
    }
}
