package dev.tenantmfa.platform;

import org.keycloak.email.EmailException;

/** What may be logged about an email that could not be sent: the mail server's own message can contain the address. */
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
