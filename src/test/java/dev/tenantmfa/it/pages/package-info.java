/**
 * Pages as a person sees them: what can be read, what can be done. Selectors are the names of fields and buttons, never
 * the look, so that any theme passes.
 */
package dev.tenantmfa.it.pages;
