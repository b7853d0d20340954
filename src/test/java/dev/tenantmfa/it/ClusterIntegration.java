package dev.tenantmfa.it;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs the tests of a class against two Keycloaks on one PostgreSQL.
 *
 * <p>All classes of a run share one {@link KeycloakCluster}, which a test method takes as a parameter. Before each test
 * both nodes are up with the JAR as it is shipped, after it both clocks are right; nothing else is undone. The build
 * runs these classes after all others, by their tag, so that no third server takes part. What is tagged
 * {@code stateless} too runs once more on nodes with that feature of Keycloak's.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("cluster")
@ExtendWith(ClusterExtension.class)
public @interface ClusterIntegration {}
