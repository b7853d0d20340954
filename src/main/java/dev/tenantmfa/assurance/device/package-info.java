/**
 * Devices on which a user is not asked for the second factor for some days. A trusted device spares a page and is not
 * evidence.
 */
@NullMarked
package dev.tenantmfa.assurance.device;

import org.jspecify.annotations.NullMarked;
