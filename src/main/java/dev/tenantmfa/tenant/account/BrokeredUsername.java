package dev.tenantmfa.tenant.account;

import com.google.auto.service.AutoService;
import org.keycloak.userprofile.validator.BrokeringFederatedUsernameHasValueValidator;
import org.keycloak.validate.ValidationContext;
import org.keycloak.validate.ValidatorConfig;
import org.keycloak.validate.ValidatorFactory;

/**
 * Keycloak's check of the username on the page that reviews the profile of an identity provider, and our own check in
 * addition. Replaces Keycloak's provider: same id, higher order.
 */
@AutoService(ValidatorFactory.class)
public final class BrokeredUsername extends BrokeringFederatedUsernameHasValueValidator {

    @Override
    public ValidationContext validate(
            Object input, String inputHint, ValidationContext context, ValidatorConfig config) {
        super.validate(input, inputHint, context, config);
        OwnUsername.check(ID, input, inputHint, context);
        return context;
    }

    @Override
    public int order() {
        return super.order() + 10;
    }
}
