package dev.tenantmfa.it.mfa;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import dev.tenantmfa.it.tenant.TenantFixture;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Days in which the set-up is a reminder, in the browser alone. */
@KeycloakIntegration
class GracePeriodIT {

    @Test
    void reminderIsSkippedUntilTheLastDay(KeycloakServer keycloak) {
        Person person = tenant(keycloak).newMember();
        OidcClient client = keycloak.client("demo-app");
        Visitor visitor = keycloak.visitor();
        WebPage page = visitor.logIn(client.authorization().uri(), person);
        assertThat(LoginStep.of(page)).isEqualTo(LoginStep.SET_UP);
        assertThat(page.document().selectFirst("#tmfa-deadline")).isNotNull();
        assertThat(LoginStep.of(visitor.submit(page, Map.of("skip", "true", "code", ""))))
                .isEqualTo(LoginStep.IN);
        assertThat(LoginStep.of(visitor.open(
                        client.authorization().with("prompt", "none").uri())))
                .as("an application that looks for a session in silence is not disturbed")
                .isEqualTo(LoginStep.IN);
        assertThat(keycloak.client("demo-cli").password(person).isGranted())
                .as("nobody is reminded in a password grant")
                .isTrue();
        assertThat(keycloak.demo().user(person).get("requiredActions")).isEmpty();

        WebPage open = keycloak.visitor().logIn(client.authorization().uri(), person);
        assertThat(LoginStep.of(open)).isEqualTo(LoginStep.SET_UP);
        keycloak.clock().advance(untilTheLastDayEnds(keycloak).plusMinutes(1));
        Visitor late = keycloak.visitor();
        page = late.logIn(client.authorization().uri(), person);
        assertThat(LoginStep.of(page)).isEqualTo(LoginStep.SET_UP);
        assertThat(page.document().selectFirst("#tmfa-deadline")).isNull();
        assertThat(LoginStep.of(late.submit(page, Map.of("skip", "true", "code", ""))))
                .isEqualTo(LoginStep.SET_UP);
        assertThat(keycloak.client("demo-cli").password(person).error()).isEqualTo("mfa_required");
    }

    @Test
    void reminderThatWasOpenedInTimeIsSkippedAfterwardsToo(KeycloakServer keycloak) {
        Person person = tenant(keycloak).newMember();
        keycloak.clock().advance(untilTheLastDayEnds(keycloak).minusMinutes(2));
        OidcClient client = keycloak.client("demo-app");
        AuthorizationRequest request = client.authorization();
        Visitor visitor = keycloak.visitor();
        WebPage page = visitor.logIn(request.uri(), person);
        assertThat(page.document().selectFirst("#tmfa-deadline")).isNotNull();
        keycloak.clock().advance(Duration.ofMinutes(3));

        page = visitor.submit(page, Map.of("skip", "true", "code", ""));
        assertThat(LoginStep.of(page)).isEqualTo(LoginStep.IN);
        Tokens tokens = client.redeem(request, page.code());
        assertThat(tokens.isGranted())
                .as("the login that was begun in time ends as any other")
                .isTrue();

        assertThat(client.refresh(tokens).isGranted())
                .as("the session is asked from then on")
                .isFalse();
        assertThat(LoginStep.of(visitor.open(client.authorization().uri()))).isEqualTo(LoginStep.SET_UP);
    }

    @Test
    void reminderOfOneTenantOpensNoOther(KeycloakServer keycloak) {
        Tenant strict = Tenant.create(keycloak.demo());
        Person person = strict.newMember();
        OidcClient client = keycloak.client("demo-app");
        Visitor visitor = keycloak.visitor();
        Tokens tokens = client.logIn(visitor, person);
        strict.ask("ALL");
        Tenant patient = tenant(keycloak);
        patient.join(person);

        String alias = patient.domain().replace(".test", "");
        AuthorizationRequest request =
                client.authorization().with("prompt", "login").with("scope", "openid organization:" + alias);
        WebPage page = visitor.logIn(request.uri(), person);
        assertThat(page.document().selectFirst("#tmfa-deadline"))
                .as(page.text())
                .isNotNull();
        page = visitor.submit(page, Map.of("skip", "true", "code", ""));
        assertThat(client.redeem(request, page.code()).isGranted()).isTrue();

        assertThat(client.refresh(tokens).error())
                .as("the refresh token of the tenant that requires a second factor")
                .isEqualTo("invalid_grant");
    }

    @Test
    void reminderLeadsToAMethodThatThePolicyAllows(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        TenantFixture tenant = TenantFixture.create(keycloak);
        tenant.policy(
                Map.of("required_for", "ALL", "grace_period_days", 7, "allowed_methods", List.of("security-key")));
        OidcClient client = keycloak.client("demo-app");
        Visitor visitor = keycloak.visitor().undecided();

        WebPage choice = visitor.logIn(client.authorization().uri(), tenant.newMember("MEMBER"));
        assertThat(choice.document()
                        .select("#tmfa-setup-choice button[name=way]")
                        .eachAttr("value"))
                .as(choice.text())
                .containsExactly("security-key");
        assertThat(choice.document().selectFirst("#tmfa-deadline")).isNotNull();
        WebPage setup = visitor.submit(choice, Map.of("way", "security-key"));
        assertThat(setup.document().selectFirst("form#register"))
                .as(setup.text())
                .isNotNull();
        assertThat(LoginStep.of(visitor.post(setup.formAction(), Map.of("skip", "true"))))
                .isEqualTo(LoginStep.IN);

        tenant.add(enrolled.person(), "MEMBER");
        keycloak.clock().advance(enrolled.app().untilNextStep().plusSeconds(1));
        Visitor other = keycloak.visitor().undecided();
        WebPage asked = other.logIn(client.authorization().uri(), enrolled.person());
        assertThat(LoginStep.of(asked)).isEqualTo(LoginStep.CODE);
        WebPage reminder = other.submit(asked, Map.of("code", enrolled.app().code()));
        assertThat(reminder.document().selectFirst("#tmfa-setup-choice"))
                .as("an app that will not count: " + reminder.text())
                .isNotNull();
        assertThat(LoginStep.of(other.submit(reminder, Map.of("skip", "true")))).isEqualTo(LoginStep.IN);
    }

    @Test
    void administratorsRequestCannotBeSkipped(KeycloakServer keycloak) {
        Person person = tenant(keycloak).newMember();
        keycloak.demo().require(person, "tmfa-configure");
        Visitor visitor = keycloak.visitor();
        WebPage page = visitor.logIn(keycloak.client("demo-app").authorization().uri(), person);

        assertThat(page.document().selectFirst("#tmfa-deadline")).isNull();
        assertThat(LoginStep.of(visitor.submit(page, Map.of("skip", "true", "cancel-aia", "true", "code", ""))))
                .isEqualTo(LoginStep.SET_UP);
        assertThat(keycloak.client("demo-cli").password(person).isGranted()).isFalse();
    }

    @Test
    void levelThatAnApplicationAsksForCannotBeSkipped(KeycloakServer keycloak) {
        Person person = tenant(keycloak).newMember();
        Visitor visitor = keycloak.visitor();
        WebPage page = visitor.logIn(
                keycloak.client("demo-app")
                        .authorization()
                        .withEssentialAcr("mfa")
                        .uri(),
                person);
        assertThat(LoginStep.of(page)).isEqualTo(LoginStep.SET_UP);
        assertThat(page.document().selectFirst("#tmfa-deadline")).isNull();
        assertThat(LoginStep.of(visitor.submit(page, Map.of("skip", "true", "code", ""))))
                .isEqualTo(LoginStep.SET_UP);
    }

    @Test
    void applicationsRequestCanBeCancelled(KeycloakServer keycloak) {
        Person person = tenant(keycloak).newMember();
        Visitor visitor = keycloak.visitor();
        WebPage page = visitor.logIn(
                keycloak.client("demo-app")
                        .authorization()
                        .with("kc_action", "tmfa-configure")
                        .uri(),
                person);
        assertThat(LoginStep.of(page)).isEqualTo(LoginStep.SET_UP);
        assertThat(LoginStep.of(visitor.submit(page, Map.of("cancel-aia", "true", "code", ""))))
                .isEqualTo(LoginStep.IN);
    }

    @Test
    void whoeverHasAFactorIsAskedForItInTheseDaysToo(KeycloakServer keycloak) {
        Tenant tenant = tenant(keycloak);
        Enrolled enrolled = Enrolled.create(keycloak);
        tenant.join(enrolled.person());
        WebPage page = keycloak.visitor()
                .logIn(keycloak.client("demo-app").authorization().uri(), enrolled.person());
        assertThat(LoginStep.of(page)).isEqualTo(LoginStep.CODE);
    }

    @Test
    void tenantThatIsEnteredDecides(KeycloakServer keycloak) {
        Tenant patient = tenant(keycloak);
        Person person = patient.newMember();
        Tenant strict = Tenant.askingAll(keycloak.demo());
        strict.join(person);
        assertThat(entered(keycloak, person, patient).document().selectFirst("#tmfa-deadline"))
                .isNotNull();
        WebPage page = entered(keycloak, person, strict);
        assertThat(LoginStep.of(page)).isEqualTo(LoginStep.SET_UP);
        assertThat(page.document().selectFirst("#tmfa-deadline")).isNull();
    }

    /** Logs in and picks the tenant on the page that asks somebody of several. */
    private static WebPage entered(KeycloakServer keycloak, Person person, Tenant tenant) {
        Visitor visitor = keycloak.visitor();
        WebPage choice =
                visitor.logIn(keycloak.client("demo-app").authorization().uri(), person);
        assertThat(choice.document().selectFirst("#tmfa-tenant-choice"))
                .as(choice.text())
                .isNotNull();
        return visitor.submit(choice, Map.of("tenant", tenant.id()));
    }

    /** The demo realm counts days in UTC. */
    private static Duration untilTheLastDayEnds(KeycloakServer keycloak) {
        Instant now = keycloak.clock().instant();
        return Duration.between(
                now,
                LocalDate.ofInstant(now, ZoneOffset.UTC)
                        .plusDays(8)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant());
    }

    private static Tenant tenant(KeycloakServer keycloak) {
        return Tenant.create(keycloak.demo()).ask("ALL", 7, keycloak.clock().instant());
    }
}
