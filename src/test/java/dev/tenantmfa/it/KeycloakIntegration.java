package dev.tenantmfa.it;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs the tests of a class against a real Keycloak with this project's JAR in it, the demo realm imported.
 *
 * <p>All classes of a run share one server. A test method (or a constructor, or a {@code @BeforeEach}) takes a
 * parameter of type {@link KeycloakServer}. After each test the server's clock is back at the machine's time; nothing
 * else is undone, so a test makes people, clients and realms of its own (see {@code RealmAdmin}) or takes a
 * {@link KeycloakServer#freshDemoRealm() fresh demo realm}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(KeycloakExtension.class)
public @interface KeycloakIntegration {}
