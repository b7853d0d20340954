/** What the doctor finds, and the commands that repair it. */
@NullMarked
package dev.tenantmfa.wiring.doctor.finding;

import org.jspecify.annotations.NullMarked;
