/**
 * Integration tests ({@code *IT}): a real Keycloak with the JAR as it is shipped, seen from outside.
 *
 * <pre>{@code
 * @KeycloakIntegration                       // or @BrowserTest, which adds windows of a browser
 * class ReplayIT {
 *     @Test
 *     void reusedCodeIsRefused(KeycloakServer keycloak) {
 *         Person person = keycloak.demo().newPerson();
 *         Tokens tokens = keycloak.client("demo-cli").password(person, "totp", app.code());
 *         keycloak.clock().advance(Duration.ofSeconds(30));
 *         keycloak.support().credential(keycloak.demo(), person, "tmfa-totp");
 *     }
 * }
 * }</pre>
 *
 * <ul>
 *   <li>here: the shared server and what a test asks of it (clock, mails, log, storage)
 *   <li>{@link dev.tenantmfa.it.actors}: administrator, people, applications
 *   <li>{@link dev.tenantmfa.it.browser}, {@link dev.tenantmfa.it.pages}: real browser, page objects
 *   <li>{@link dev.tenantmfa.it.server}: starts and stops Keycloak; knows nothing of tests
 *   <li>{@link dev.tenantmfa.it.support}: runs inside the server, in a JAR of its own
 * </ul>
 *
 * Arrows go in this order: tests, pages and browser, here, actors and server. Nothing here may use the extension's
 * own classes for what it checks, the codes of an authenticator app included.
 */
package dev.tenantmfa.it;
