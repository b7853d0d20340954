package dev.tenantmfa.login;

import com.google.auto.service.AutoService;
import dev.tenantmfa.factor.FactorKind;
import dev.tenantmfa.factor.InstalledFactors;
import dev.tenantmfa.platform.FlowStep;
import dev.tenantmfa.platform.WithoutLifecycle;
import dev.tenantmfa.platform.provider.AmrReference;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.credential.WebAuthnCredentialModel;
import org.keycloak.provider.ProviderConfigProperty;

@AutoService(AuthenticatorFactory.class)
public final class SecondFactorStepFactory implements AuthenticatorFactory, WithoutLifecycle<Authenticator>, FlowStep {

    public static final String PROVIDER_ID = "tmfa-second-factor";

    private static final Requirement[] REQUIREMENTS = {Requirement.REQUIRED, Requirement.DISABLED};

    private @Nullable String category;

    @Override
    public void postInit(KeycloakSessionFactory server) {
        category = InstalledFactors.of(server).typeOf(FactorKind.TOTP).orElse(null);
    }

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public String getDisplayType() {
        return "Second factor";
    }

    @Override
    public String getHelpText() {
        return "Asks users for their second factor if one is due, whichever method they have: app, backup code, security "
                + "key, passkey or message. Users who need a second factor and have none must set one up before the login "
                + "ends. Place it after the first factor, as REQUIRED; it decides by itself whether anything is due.";
    }

    @Override
    public @Nullable String getReferenceCategory() {
        return category;
    }

    @Override
    public Set<String> getOptionalReferenceCategories(KeycloakSession session) {
        InstalledFactors installed = InstalledFactors.of(session);
        Set<String> types = new HashSet<>(installed.typesWithTypedCodes());
        installed.typeOf(FactorKind.MESSAGE_CODE).ifPresent(types::add);
        types.add(WebAuthnCredentialModel.TYPE_TWOFACTOR);
        // Keycloak's account console lists only types that a step of a bound flow names.
        types.add(InstalledFactors.TRUSTED_DEVICE);
        return types;
    }

    @Override
    public Requirement[] getRequirementChoices() {
        return REQUIREMENTS.clone();
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return Stream.concat(StepSettings.properties().stream(), AmrReference.none().stream())
                .toList();
    }

    @Override
    public Authenticator create(KeycloakSession session) {
        return new SecondFactorStep();
    }
}
