package dev.tenantmfa.assurance;

/**
 * What a login or a token is for, and whose policy holds there: a tenant.
 *
 * @param id for events
 * @param name as users and developers read it
 */
public record Place(String id, String name) {}
