/**
 * Required actions by which a person sets up an authenticator app with backup codes, or renews the codes. The one place
 * that knows both factors.
 */
@NullMarked
package dev.tenantmfa.setup;

import org.jspecify.annotations.NullMarked;
