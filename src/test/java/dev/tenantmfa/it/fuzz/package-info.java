/**
 * A generated attack on every endpoint and form of a running server. What is asked of the server is in {@link
 * dev.tenantmfa.it.fuzz.Judge}; what is sent depends on a seed and a number alone, so that a failure can be had again.
 */
package dev.tenantmfa.it.fuzz;
