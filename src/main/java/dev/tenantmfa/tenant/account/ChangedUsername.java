package dev.tenantmfa.tenant.account;

import com.google.auto.service.AutoService;
import org.keycloak.userprofile.validator.UsernameMutationValidator;
import org.keycloak.validate.ValidationContext;
import org.keycloak.validate.ValidatorConfig;
import org.keycloak.validate.ValidatorFactory;

/**
 * Keycloak's check of a username that a user sets in the account console, on a profile page or at registration, and our
 * own check in addition. Replaces Keycloak's provider: same id, higher order.
 */
@AutoService(ValidatorFactory.class)
public final class ChangedUsername extends UsernameMutationValidator {

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
