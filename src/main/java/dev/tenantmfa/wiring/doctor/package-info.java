/** Says which login methods of a realm pass the second factor, and what is wrong. It only reads. */
@NullMarked
package dev.tenantmfa.wiring.doctor;

import org.jspecify.annotations.NullMarked;
