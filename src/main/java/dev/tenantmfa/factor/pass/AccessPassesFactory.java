package dev.tenantmfa.factor.pass;

import dev.tenantmfa.platform.WithoutLifecycle;

/** Creates {@link AccessPasses}. */
public interface AccessPassesFactory extends WithoutLifecycle<AccessPasses> {}
