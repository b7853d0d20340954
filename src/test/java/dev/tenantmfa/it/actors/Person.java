package dev.tenantmfa.it.actors;

/**
 * Somebody with an account.
 *
 * @param id       the user's id in Keycloak
 * @param username what to log in with
 * @param email    the address, or null
 * @param password in clear
 */
public record Person(String id, String username, String email, String password) {}
