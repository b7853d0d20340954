package dev.tenantmfa.it;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Off before each test, on again after it. */
final class BruteForceProtectorSwitch implements BeforeEachCallback, AfterEachCallback {

    @Override
    public void beforeEach(ExtensionContext context) {
        set(context, false);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        set(context, true);
    }

    private static void set(ExtensionContext context, boolean on) {
        KeycloakExtension.server(context).demo().update(realm -> realm.put("bruteForceProtected", on));
    }
}
