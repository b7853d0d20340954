package dev.tenantmfa.crypto;

import java.util.Optional;

/** The keys of one realm: one seals, all can open. */
public interface KeyRing {

    /**
     * The key that seals now.
     *
     * @throws SealException if there is none, or if it is configured but not available
     */
    SealingKey active();

    /** The key with that id, either the active one or one that was active before a rotation; empty if it is gone. */
    Optional<SealingKey> find(String id);
}
