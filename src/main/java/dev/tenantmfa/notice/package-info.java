/** Mails about changes of second factors and about wrong codes. Changes nothing. */
@NullMarked
package dev.tenantmfa.notice;

import org.jspecify.annotations.NullMarked;
