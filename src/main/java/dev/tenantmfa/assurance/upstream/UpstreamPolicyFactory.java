package dev.tenantmfa.assurance.upstream;

import dev.tenantmfa.platform.WithoutLifecycle;

/** Creates an {@link UpstreamPolicy}. */
public interface UpstreamPolicyFactory extends WithoutLifecycle<UpstreamPolicy> {}
