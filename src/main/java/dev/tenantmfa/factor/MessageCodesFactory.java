package dev.tenantmfa.factor;

import dev.tenantmfa.platform.WithoutLifecycle;

/** Creates {@link MessageCodes}. */
public interface MessageCodesFactory extends WithoutLifecycle<MessageCodes> {}
