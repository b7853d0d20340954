package dev.tenantmfa.it;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Switches Keycloak's brute-force protector off in the demo realm for the tests of a class: what they try many times, or
 * at the same moment, would be stopped by it and not by us.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(BruteForceProtectorSwitch.class)
public @interface WithoutBruteForceProtector {}
