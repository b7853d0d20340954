/**
 * Settings of flows, required actions and realms, read from text. An invalid value is reported and the default applies.
 */
@NullMarked
package dev.tenantmfa.platform.setting;

import org.jspecify.annotations.NullMarked;
