/**
 * The programs under {@code examples/}, run as a person runs them, against the server of the integration tests.
 *
 * <p>Where a machine lacks Python, Node or a package, the tests of that example say so and are skipped. Programs that
 * follow the time ask {@link dev.tenantmfa.it.examples.SharedClock}.
 */
package dev.tenantmfa.it.examples;
