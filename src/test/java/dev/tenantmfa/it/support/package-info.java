/**
 * What tests need inside the server: its clock, its raw credentials, its whole database.
 *
 * <p>The harness packs this package, and nothing else, into a provider JAR of its own at run time. It may use only
 * what the server offers. It asks nobody who they are, so it must never be part of the JAR that is shipped.
 */
package dev.tenantmfa.it.support;
