/** What a session has shown: which factors were used and when, and by which kind of login it was opened. */
@NullMarked
package dev.tenantmfa.assurance.evidence;

import org.jspecify.annotations.NullMarked;
