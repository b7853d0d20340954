package dev.tenantmfa.platform.rest;

/** Ids of people as they come from outside. Keycloak fails on some of those that are none. */
public final class PersonId {

    /** Those from other stores are {@code f:<store>:<id there>}. */
    private static final String FEDERATED = "f:";

    private static final int LONGEST = 255;

    private PersonId() {}

    /** Whether it may be asked for; there may be nobody of that id. */
    public static boolean isOne(String id) {
        if (id.isEmpty() || id.length() > LONGEST || !PlainText.is(id)) {
            return false;
        }
        return !id.startsWith(FEDERATED) || id.indexOf(':', FEDERATED.length()) > FEDERATED.length();
    }
}
