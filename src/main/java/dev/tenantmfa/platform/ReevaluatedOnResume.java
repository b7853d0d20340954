package dev.tenantmfa.platform;

/**
 * Marks the factory of an authenticator that runs again when a login without a browser continues after a code was
 * requested, because what it checks may have changed. All other steps that succeeded are not repeated.
 */
public interface ReevaluatedOnResume {}
