package dev.tenantmfa.platform.rest;

import dev.tenantmfa.platform.WithoutLifecycle;

/** Creates a {@link CallerGate}. */
public interface CallerGateFactory extends WithoutLifecycle<CallerGate> {}
