/**
 * Who acts in the tests: the administrator, people, and applications that speak OpenID Connect.
 *
 * <p>They talk HTTP to the server and know nothing of its inside or of this extension's classes.
 * {@link dev.tenantmfa.it.actors.Visitor} is a browser without scripts for tests that need many at once.
 */
package dev.tenantmfa.it.actors;
