/**
 * No token past a policy: every login method that Keycloak has, against every known trick, for users with and without a
 * second factor, under every policy, in both modes of the gate.
 *
 * <ul>
 *   <li>{@link dev.tenantmfa.it.assurance.Verdicts}: the table that says what must happen; nothing is calculated
 *   <li>{@link dev.tenantmfa.it.assurance.CoveringChoice}: the part of the table that each build runs
 *   <li>{@link dev.tenantmfa.it.assurance.MatrixRealm}: the realm and the users of a cell
 *   <li>{@link dev.tenantmfa.it.assurance.Attempts}: how each login method is used, with the password only
 * </ul>
 *
 * All of it talks HTTP. {@code -Pnightly} runs the whole table.
 */
package dev.tenantmfa.it.assurance;
