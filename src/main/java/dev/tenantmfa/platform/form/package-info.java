/**
 * Forms of a login that are sent twice, as by a double click or a password manager: the second request ends where the first
 * one did, and counts nowhere.
 */
@NullMarked
package dev.tenantmfa.platform.form;

import org.jspecify.annotations.NullMarked;
