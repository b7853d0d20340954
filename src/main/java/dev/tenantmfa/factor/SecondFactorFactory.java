package dev.tenantmfa.factor;

import dev.tenantmfa.platform.WithoutLifecycle;

/** Makes a {@link SecondFactor}. {@link #order()} is the order in which factors look at a code: lower first. */
public interface SecondFactorFactory extends WithoutLifecycle<SecondFactor> {}
