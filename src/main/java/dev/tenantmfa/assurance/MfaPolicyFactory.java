package dev.tenantmfa.assurance;

import dev.tenantmfa.platform.WithoutLifecycle;

/** Creates an {@link MfaPolicy}. */
public interface MfaPolicyFactory extends WithoutLifecycle<MfaPolicy> {}
