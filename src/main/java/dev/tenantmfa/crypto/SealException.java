package dev.tenantmfa.crypto;

/** A secret cannot be sealed or opened. The message gives the reason and never a part of the secret. */
public final class SealException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public SealException(String message) {
        super(message);
    }

    public SealException(String message, Throwable cause) {
        super(message, cause);
    }
}
