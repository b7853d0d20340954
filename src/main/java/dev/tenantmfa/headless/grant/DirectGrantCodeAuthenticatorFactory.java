package dev.tenantmfa.headless.grant;

import com.google.auto.service.AutoService;
import dev.tenantmfa.factor.FactorKind;
import dev.tenantmfa.factor.InstalledFactors;
import dev.tenantmfa.factor.SecondFactors;
import dev.tenantmfa.platform.FlowStep;
import dev.tenantmfa.platform.WithoutLifecycle;
import dev.tenantmfa.platform.provider.AmrReference;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderConfigProperty;

import static dev.tenantmfa.assurance.flow.FlowStep.ASK_EVERYBODY;

@AutoService(AuthenticatorFactory.class)
public final class DirectGrantCodeAuthenticatorFactory
        implements AuthenticatorFactory, WithoutLifecycle<Authenticator>, FlowStep {

    public static final String PROVIDER_ID = "tmfa-direct-grant-code";

    private static final Requirement[] REQUIREMENTS = {Requirement.REQUIRED, Requirement.DISABLED};

    private @Nullable String credentialType;

    @Override
    public void postInit(KeycloakSessionFactory server) {
        credentialType = InstalledFactors.of(server).typeOf(FactorKind.TOTP).orElse(null);
    }

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public String getDisplayType() {
        return "MFA code (direct grant)";
    }

    @Override
    public String getHelpText() {
        return "Decides whether a second factor is required, and accepts a code of the authenticator app or a backup code in "
                + "the parameter totp or otp. Place it after the password and the tenant access.";
    }

    /** The credential type whose removal Keycloak protects with the authentication level of this step in the flow. */
    @Override
    public @Nullable String getReferenceCategory() {
        return credentialType;
    }

    @Override
    public Set<String> getOptionalReferenceCategories(KeycloakSession session) {
        return InstalledFactors.of(session).typesWithTypedCodes().stream()
                .filter(type -> !type.equals(credentialType))
                .collect(Collectors.toSet());
    }

    @Override
    public Requirement[] getRequirementChoices() {
        return REQUIREMENTS.clone();
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return Stream.concat(Stream.of(ASK_EVERYBODY.property()), AmrReference.none().stream())
                .toList();
    }

    @Override
    public Authenticator create(KeycloakSession session) {
        return new DirectGrantCodeAuthenticator(SecondFactors.of(session));
    }
}
