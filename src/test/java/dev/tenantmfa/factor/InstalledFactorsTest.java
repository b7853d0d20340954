package dev.tenantmfa.factor;

import dev.tenantmfa.fixture.RealmFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.WebAuthnPolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.when;

/** The names of the factors in the JAR, and that no other package repeats them. */
class InstalledFactorsTest {

    private final RealmFixture keycloak = new RealmFixture();

    @BeforeEach
    void installTheFactorsOfTheJar() {
        when(keycloak.factory.getProviderFactoriesStream(SecondFactor.class)).thenAnswer(call -> factories());
    }

    @ParameterizedTest
    @ValueSource(strings = {"tmfa-totp", "tmfa-backup-codes", "tmfa-phone", "otp", "recovery-authn-codes", "webauthn"})
    void storedFactorsAreKnownByTheirTypes(String type) {
        assertThat(installed().isFactorType(keycloak.realm, type)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password",
                "webauthn-passwordless",
                "tmfa-failed-codes",
                "tmfa-access-pass",
                "tmfa-unconfirmed-link",
                ""
            })
    void otherCredentialsAreNotFactors(String type) {
        assertThat(installed().isFactorType(keycloak.realm, type)).isFalse();
    }

    @Test
    void passkeysAreFactorsWhereTheyAreVerified() {
        WebAuthnPolicy policy = new WebAuthnPolicy();
        policy.setUserVerificationRequirement("required");
        when(keycloak.realm.getWebAuthnPolicyPasswordless()).thenReturn(policy);

        assertThat(installed().isFactorType(keycloak.realm, "webauthn-passwordless"))
                .isTrue();
    }

    @Test
    void kindsHaveTheirTypesAndSetupActions() {
        assertThat(installed().typeOf(FactorKind.TOTP)).contains("tmfa-totp");
        assertThat(installed().typeOf(FactorKind.MESSAGE_CODE)).contains("tmfa-phone");
        assertThat(installed().setupActionOf(FactorKind.TOTP)).contains("tmfa-configure");
        assertThat(installed().setupActionOf(FactorKind.BACKUP_CODE)).contains("tmfa-regenerate-backup-codes");
        assertThat(installed().setupActionOf(FactorKind.MESSAGE_CODE)).contains("tmfa-configure-phone");
    }

    @Test
    void typedCodesAndThoseThatAConversionLosesAreTold() {
        assertThat(installed().typesWithTypedCodes())
                .containsExactlyInAnyOrder("tmfa-totp", "otp", "tmfa-backup-codes", "recovery-authn-codes");
        assertThat(installed().typesLostOnConversion()).containsExactlyInAnyOrder("tmfa-backup-codes", "tmfa-phone");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tmfa-backup-codes | {\"count\":8,\"length\":10,\"remaining\":0} | false",
                "tmfa-backup-codes | {\"count\":8,\"length\":10,\"remaining\":1} | true",
                "tmfa-backup-codes | garbage | true",
                "recovery-authn-codes | {\"remaining\":0,\"total\":12} | false",
                "recovery-authn-codes | {\"remaining\":1,\"total\":12} | true",
                "recovery-authn-codes | garbage | true",
                "tmfa-totp | garbage | true",
                "password | garbage | false"
            })
    void setOfCodesThatAreAllUsedIsNotAStoredFactor(String type, String data, boolean stored) {
        store(type, data);

        assertThat(installed().areStoredFor(keycloak.realm, keycloak.user)).isEqualTo(stored);
    }

    @Test
    void usedUpSetsAreAllThatIsLeftUntilAnotherFactorIsStored() {
        assertThat(installed().areUsedUpFor(keycloak.realm, keycloak.user)).isFalse();
        store("recovery-authn-codes", "{\"remaining\":0,\"total\":12}");
        assertThat(installed().areUsedUpFor(keycloak.realm, keycloak.user)).isTrue();

        store("tmfa-phone", "{}");

        assertThat(installed().areUsedUpFor(keycloak.realm, keycloak.user)).isFalse();
        assertThat(installed().usedUpOf(keycloak.user))
                .extracting(CredentialModel::getType)
                .containsExactly("recovery-authn-codes");
    }

    private void store(String type, String data) {
        CredentialModel credential = new CredentialModel();
        credential.setType(type);
        credential.setCredentialData(data);
        keycloak.credentials.createStoredCredential(credential);
    }

    @Test
    void kindOfAFactoryIsTheOneOfItsFactor() {
        assertThat(factories()).isNotEmpty().allSatisfy(factory -> {
            SecondFactor factor = factory.create(keycloak.session);
            assertThat(factory.kind()).contains(((CodeFactor) factor).kind());
        });
    }

    @Test
    void serverWithoutFactorsHasNoNames() {
        when(keycloak.factory.getProviderFactoriesStream(SecondFactor.class)).thenAnswer(call -> Stream.empty());

        assertThat(installed().typeOf(FactorKind.TOTP)).isEmpty();
        assertThat(installed().setupActionOf(FactorKind.TOTP)).isEmpty();
    }

    /** Keycloak's own types are its constants there, so a literal is one of ours. */
    @ParameterizedTest
    @ValueSource(strings = {"assurance", "factor", "headless", "login", "metrics", "mfa", "notice", "tenant"})
    void sourcesOutsideOfTheFactorsHoldNoneOfTheNames(String area) throws IOException {
        List<String> names = names().stream().map(name -> '"' + name + '"').toList();

        try (Stream<Path> sources = Files.walk(Path.of("src/main/java/dev/tenantmfa", area))) {
            for (Path source : sources.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(source)).as("%s", source).doesNotContain(names);
            }
        }
    }

    private Set<String> names() {
        Set<String> names = factories()
                .flatMap(factory -> Stream.concat(factory.credentialTypes().stream(), factory.setupAction().stream()))
                .filter(name -> name.startsWith("tmfa-"))
                .collect(Collectors.toSet());
        assertThat(names).hasSize(6);
        return names;
    }

    private InstalledFactors installed() {
        return InstalledFactors.of(keycloak.session);
    }

    private static Stream<SecondFactorFactory> factories() {
        return ServiceLoader.load(SecondFactorFactory.class).stream().map(ServiceLoader.Provider::get);
    }
}
