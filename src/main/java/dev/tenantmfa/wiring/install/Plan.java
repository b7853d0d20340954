package dev.tenantmfa.wiring.install;

import dev.tenantmfa.platform.store.Fingerprint;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What an installation or its removal would do.
 *
 * @param changes in the order in which they are made
 * @param notices what users will notice
 * @param left what stays as it is
 * @param refused why nothing can be done; empty if it can
 * @param basis what the plan was made from: a realm that has changed since has another one
 */
record Plan(List<Change> changes, List<Notice> notices, List<Left> left, List<Refused> refused, String basis) {

    /** @param users how many users are concerned */
    record Notice(String id, String text, long users) {}

    /** @param what login method or thing */
    record Left(String what, String why) {}

    /**
     * @param loginMethod its id
     * @param path to the execution; empty for the flow as a whole
     * @param byHand what an administrator can do
     */
    record Refused(String loginMethod, String path, String reason, String byHand) {}

    /**
     * Names exactly these changes for exactly this state of the realm. How many users are concerned does not count: in a realm
     * in use, it is another number a moment later.
     */
    String id() {
        String text = changes.stream().map(Change::identity).collect(Collectors.joining("\n"));
        return Fingerprint.of(basis + "\n" + text + "\n" + refused).substring(0, 32);
    }
}
