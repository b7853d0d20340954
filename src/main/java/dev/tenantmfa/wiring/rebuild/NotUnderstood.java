package dev.tenantmfa.wiring.rebuild;

/** A flow that the installer does not change, because it does not know what it means. */
public final class NotUnderstood extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String path;
    private final String byHand;

    /**
     * @param path to the execution
     * @param reason a sentence
     * @param byHand what an administrator can do
     */
    NotUnderstood(String path, String reason, String byHand) {
        super(reason, null, false, false);
        this.path = path;
        this.byHand = byHand;
    }

    public String path() {
        return path;
    }

    public String reason() {
        return String.valueOf(getMessage());
    }

    public String byHand() {
        return byHand;
    }
}
