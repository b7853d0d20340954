package dev.tenantmfa.platform;

import org.keycloak.email.EmailException;

/** What may stand in a log of a mail that could not be sent: a mail server's own words can hold the address. */
public final class MailFailure {

    private MailFailure() {}

    /** The class of the innermost cause. */
    public static String of(EmailException failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getClass().getName();
    }
}
