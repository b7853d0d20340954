package dev.tenantmfa.factor.message;

import dev.tenantmfa.platform.WithoutLifecycle;

/** Creates {@link MessageCodes}. */
public interface MessageCodesFactory extends WithoutLifecycle<MessageCodes> {}
