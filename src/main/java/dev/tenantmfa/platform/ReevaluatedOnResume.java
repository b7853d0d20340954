package dev.tenantmfa.platform;

/**
 * Marks the factory of an authenticator that runs again when a login without a browser goes on after a code was asked for:
 * what it looks at may have changed meanwhile. All other steps that succeeded stay done.
 */
public interface ReevaluatedOnResume {}
