/** What login methods know about codes that are sent as messages: that they are sent, not how. */
@NullMarked
package dev.tenantmfa.factor.message;

import org.jspecify.annotations.NullMarked;
