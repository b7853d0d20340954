package dev.tenantmfa.factor;

import dev.tenantmfa.platform.WithoutLifecycle;

/** Makes {@link MessageCodes}. */
public interface MessageCodesFactory extends WithoutLifecycle<MessageCodes> {}
