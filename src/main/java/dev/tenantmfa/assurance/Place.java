package dev.tenantmfa.assurance;

/**
 * The tenant that a login or a token is for, and whose policy applies.
 *
 * @param id for events
 * @param name as shown to users and developers
 */
public record Place(String id, String name) {}
