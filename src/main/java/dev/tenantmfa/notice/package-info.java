/**
 * Effects of changes to a user's factors: mails about them, backup codes removed with the app, and sessions that end.
 */
@NullMarked
package dev.tenantmfa.notice;

import org.jspecify.annotations.NullMarked;
