/**
 * Login forms that are sent twice, as by a double click or a password manager: the second request ends where the first
 * one did, and does not count anywhere.
 */
@NullMarked
package dev.tenantmfa.platform.form;

import org.jspecify.annotations.NullMarked;
