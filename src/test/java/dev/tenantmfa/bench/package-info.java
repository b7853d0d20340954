/**
 * Measures the extension against Keycloak's own equivalent in the same run, and a realm of many tenants against one of
 * few: {@code ./mvnw -Pbench}. Figures are medians; what counts is the ratio. No test: a busy machine must not fail a
 * build.
 *
 * <p>{@code -Dbench.logins=0} leaves logins and server starts out, {@code -Dbench.passkeys=0} logins with a passkey,
 * {@code -Dbench.imports=0} installer, doctor and import, {@code -Dbench.console=0} the console, {@code
 * -Dbench.load=0} nodes under load, {@code -Dbench.tenants=0} the tenants; whole runs alone go into {@code
 * docs/benchmarks.md}. For a short run: {@code -Dbench.tenants=100 -Dbench.people=1000 -Dbench.crowd=200
 * -Dbench.memberships=50 -Dbench.rounds=20}; the defaults are 10000, 100000, 5000, 200 and 100. The load takes {@code
 * -Dbench.turns=3} turns for each side, in each of which {@code -Dbench.load=600} users log in, with nodes that are started {@code
 * -Dbench.forks=3} times. {@code -Dbench.warm-up=5000} users with a cheap hash log in before logins,
 * grants and load. {@code -Dbench.rounds=0
 * -Dbench.gate=700} measures the gate only. {@code -Dbench.database=postgres} has the tenants on PostgreSQL.
 */
package dev.tenantmfa.bench;
