/** Access passes, as far as those who make them need to know: owners and administrators, through REST. */
@NullMarked
package dev.tenantmfa.factor.pass;

import org.jspecify.annotations.NullMarked;
