package dev.tenantmfa.crypto;

import java.util.Optional;

/** The keys of one realm: one seals, all open. */
public interface KeyRing {

    /**
     * The key that seals now.
     *
     * @throws SealException if there is none, or it is configured and cannot be had
     */
    SealingKey active();

    /** The key of that id, the active one or one that was active before a rotation; empty where it is gone. */
    Optional<SealingKey> find(String id);
}
