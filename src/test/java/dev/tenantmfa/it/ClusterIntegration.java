package dev.tenantmfa.it;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs the tests of a class against two Keycloaks on one PostgreSQL.
 *
 * <p>All classes of a run share one {@link KeycloakCluster}, which a test method takes as a parameter. Before each test
 * both nodes are up, after it both clocks are right; nothing else is undone. These classes have names that end in
 * {@code ClusterIT}, by which {@code AllTestsApartIT} finds them and the build leaves them out
 * elsewhere. What is tagged {@code stateless} runs once more on nodes with that feature of Keycloak's.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ClusterExtension.class)
public @interface ClusterIntegration {}
