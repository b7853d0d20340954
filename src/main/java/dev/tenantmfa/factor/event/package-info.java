/**
 * What the kernel publishes for whoever listens, besides the outcome of a code. Knows no other part of the kernel.
 */
@NullMarked
package dev.tenantmfa.factor.event;

import org.jspecify.annotations.NullMarked;
