package dev.tenantmfa.it.support;

import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.services.resource.RealmResourceProvider;
import org.keycloak.services.resource.RealmResourceProviderFactory;

/** Offers {@link TestSupportResource} under {@code /realms/{realm}/test-support}. */
public final class TestSupportResourceProviderFactory implements RealmResourceProviderFactory {
    public static final String PROVIDER_ID = "test-support";

    /** Environment variable with the process id without which the server shall not live on. */
    public static final String OWNER_PID = "TENANT_MFA_TEST_PID";

    @Override
    public RealmResourceProvider create(KeycloakSession session) {
        return new TestSupportResource(session);
    }

    @Override
    public void init(Config.Scope config) {
        // A test JVM that is killed runs no shutdown hook; its server then ends by itself.
        String owner = System.getenv(OWNER_PID);
        if (owner != null) {
            ProcessHandle.of(Long.parseLong(owner))
                    .ifPresentOrElse(
                            process -> process.onExit().thenRun(TestSupportResourceProviderFactory::halt),
                            TestSupportResourceProviderFactory::halt);
        }
    }

    private static void halt() {
        Runtime.getRuntime().halt(1);
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}

    @Override
    public String getId() {
        return PROVIDER_ID;
    }
}
