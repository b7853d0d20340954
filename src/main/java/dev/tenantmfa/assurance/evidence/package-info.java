/** What a session has shown: which factors were used and when, and what kind of login opened it. */
@NullMarked
package dev.tenantmfa.assurance.evidence;

import org.jspecify.annotations.NullMarked;
