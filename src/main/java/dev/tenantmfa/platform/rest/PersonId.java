package dev.tenantmfa.platform.rest;

/** User ids from requests. Keycloak fails on some invalid ones. */
public final class PersonId {

    /** Ids of users of a user storage provider are {@code f:<store>:<id there>}. */
    private static final String FEDERATED = "f:";

    private static final int LONGEST = 255;

    private PersonId() {}

    /** Whether the id can be looked up; a user with that id need not exist. */
    public static boolean isOne(String id) {
        if (id.isEmpty() || id.length() > LONGEST || !PlainText.is(id)) {
            return false;
        }
        return !id.startsWith(FEDERATED) || id.indexOf(':', FEDERATED.length()) > FEDERATED.length();
    }
}
