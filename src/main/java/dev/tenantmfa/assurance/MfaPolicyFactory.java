package dev.tenantmfa.assurance;

import dev.tenantmfa.platform.WithoutLifecycle;

/** Makes an {@link MfaPolicy}. */
public interface MfaPolicyFactory extends WithoutLifecycle<MfaPolicy> {}
