package dev.tenantmfa.it.mfa;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenantmfa.it.Counts;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.RequestCounts;
import dev.tenantmfa.it.TestSupport.StoredCredential;
import dev.tenantmfa.it.WithoutBruteForceProtector;
import dev.tenantmfa.it.actors.AtOnce;
import dev.tenantmfa.it.actors.AuthenticatorApp;
import dev.tenantmfa.it.actors.Json;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.commons.codec.binary.Base32;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Keycloak's own factors of people who were there before work in the same input. */
@KeycloakIntegration
@WithoutBruteForceProtector
class BuiltInIT {

    private static final String SECRET = "abcdefghij0123456789";

    @Test
    void builtInOtpIsConvertedOnItsFirstSuccess(KeycloakServer keycloak) {
        RealmAdmin realm = keycloak.demo();
        Person person = personWith(realm, otp("HmacSHA256", 8));
        AuthenticatorApp app = app(keycloak, "SHA256", 8);
        var request = keycloak.client("demo-app").authorization();
        Visitor visitor = keycloak.visitor();
        WebPage code = visitor.logIn(request.uri(), person);
        WebPage wrong = visitor.submit(code, Map.of("code", app.wrongCode()));
        assertThat(wrong.text()).contains("The code was incorrect.");
        assertThat(typesOf(keycloak, person)).containsExactlyInAnyOrder("password", "otp");

        WebPage offer = visitor.submit(wrong, Map.of("code", app.code()));

        assertThat(offer.hasField("renew"))
                .as("an app without backup codes is offered some")
                .isTrue();
        assertThat(visitor.submit(offer, Map.of("skip", "true")).code()).isNotEmpty();
        assertThat(typesOf(keycloak, person)).containsExactlyInAnyOrder("password", "tmfa-totp");
        StoredCredential converted = keycloak.support().credential(realm, person, "tmfa-totp");
        assertThat(converted.userLabel()).isEqualTo("Old phone");
        assertThat(converted.secretData()).doesNotContain(SECRET);
        OidcClient cli = keycloak.client("demo-cli");
        assertThat(cli.password(person, "totp", app.code()).isGranted())
                .as("used already")
                .isFalse();
        keycloak.clock().advance(app.untilNextStep().plusSeconds(1));
        assertThat(cli.password(person, "totp", app.code()).isGranted()).isTrue();
    }

    @Test
    void oneOfManyParallelUsesConvertsTheBuiltInOtp(KeycloakServer keycloak) throws Exception {
        RealmAdmin realm = keycloak.demo();
        Person person = personWith(realm, otp("HmacSHA1", 6));
        AuthenticatorApp app = app(keycloak, "SHA1", 6);
        OidcClient cli = keycloak.client("demo-cli");
        List<String> codes = List.of(app.codeIn(-1), app.code(), app.codeIn(1));

        List<Tokens> answers = AtOnce.run(12, number -> cli.password(person, "totp", codes.get(number % codes.size())));

        assertThat(answers).filteredOn(Tokens::isGranted).hasSizeBetween(1, codes.size());
        assertThat(typesOf(keycloak, person)).containsExactlyInAnyOrder("password", "tmfa-totp");
        for (String code : codes) {
            long granted = IntStream.range(0, answers.size())
                    .filter(number -> codes.get(number % codes.size()).equals(code))
                    .filter(number -> answers.get(number).isGranted())
                    .count();
            assertThat(granted).as(code).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void builtInOtpStaysWhereConversionIsOff(KeycloakServer keycloak) throws Exception {
        RealmAdmin realm = keycloak.demo();
        realm.setAttribute("tenant-mfa.convert-built-in-otp", "false");
        try {
            Person person = personWith(realm, otp("HmacSHA1", 6));
            AuthenticatorApp app = app(keycloak, "SHA1", 6);
            OidcClient cli = keycloak.client("demo-cli");
            String code = app.code();

            List<Tokens> answers = AtOnce.run(8, number -> cli.password(person, "totp", code));

            assertThat(answers).filteredOn(Tokens::isGranted).hasSize(1);
            assertThat(cli.password(person, "totp", code).isGranted()).isFalse();
            assertThat(typesOf(keycloak, person)).containsExactlyInAnyOrder("password", "otp");
            // Of docs/benchmarks.md. A user who has failed takes a slot of the day too.
            RequestCounts counts = new RequestCounts(keycloak.support()::counts);
            counts.require(new Counts(10, 2, 9), grantWith(keycloak, person, app));
            counts.require(new Counts(10, 2, 7), grantWith(keycloak, personWith(realm, otp("HmacSHA1", 6)), app));
        } finally {
            realm.setAttribute("tenant-mfa.convert-built-in-otp", "true");
        }
    }

    private static Supplier<Runnable> grantWith(KeycloakServer keycloak, Person person, AuthenticatorApp app) {
        return () -> {
            keycloak.clock().advance(app.untilNextStep().plusSeconds(1));
            String code = app.code();
            return () -> assertThat(keycloak.client("demo-cli")
                            .password(person, "totp", code)
                            .isGranted())
                    .isTrue();
        };
    }

    @Test
    void builtInRecoveryCodesWorkInAnyOrderEachOnce(KeycloakServer keycloak) {
        List<String> codes = List.of("AAAABBBBCCC1", "AAAABBBBCCC2", "AAAABBBBCCC3");
        Person person = personWith(keycloak.demo(), recoveryCodes(codes));
        OidcClient cli = keycloak.client("demo-cli");

        assertThat(cli.password(person, "totp", "aaaa-bbbb-ccc2").isGranted()).isTrue();
        Tokens again = cli.password(person, "totp", "AAAABBBBCCC2");
        assertThat(again.isGranted()).isFalse();
        assertThat(cli.password(person, "totp", "AAAABBBBCCC1").isGranted()).isTrue();
        assertThat(keycloak.support()
                        .credential(keycloak.demo(), person, "recovery-authn-codes")
                        .data()
                        .get("remainingCodes")
                        .asInt())
                .isEqualTo(1);
    }

    private static List<String> typesOf(KeycloakServer keycloak, Person person) {
        return keycloak.support().credentials(keycloak.demo(), person).stream()
                .map(StoredCredential::type)
                .toList();
    }

    private static AuthenticatorApp app(KeycloakServer keycloak, String algorithm, int digits) {
        String base32 = new Base32().encodeAsString(SECRET.getBytes(StandardCharsets.UTF_8));
        return new AuthenticatorApp(base32, algorithm, digits, 30, keycloak.clock());
    }

    private static Person personWith(RealmAdmin realm, ObjectNode credential) {
        Person person = realm.newPerson();
        ObjectNode user = realm.user(person);
        realm.deletePerson(person);
        user.putArray("credentials")
                .add(Json.object().put("type", "password").put("value", person.password()))
                .add(credential);
        ObjectNode batch = Json.object().put("ifResourceExists", "FAIL");
        batch.putArray("users").add(user);
        realm.post("/partialImport", batch).expect(200);
        return person;
    }

    private static ObjectNode otp(String algorithm, int digits) {
        return Json.object()
                .put("type", "otp")
                .put("userLabel", "Old phone")
                .put("secretData", Json.write(Map.of("value", SECRET)))
                .put(
                        "credentialData",
                        Json.write(Map.of(
                                "subType",
                                "totp",
                                "digits",
                                digits,
                                "period",
                                30,
                                "counter",
                                0,
                                "algorithm",
                                algorithm)));
    }

    private static ObjectNode recoveryCodes(List<String> codes) {
        List<Map<String, Object>> hashed = new java.util.ArrayList<>();
        for (String code : codes) {
            hashed.add(Map.of("number", hashed.size() + 1, "encodedHashedValue", sha512(code)));
        }
        return Json.object()
                .put("type", "recovery-authn-codes")
                .put("secretData", Json.write(Map.of("codes", hashed)))
                .put(
                        "credentialData",
                        Json.write(Map.of("algorithm", "SHA-512", "remaining", codes.size(), "total", codes.size())));
    }

    private static String sha512(String code) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-512").digest(code.getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
