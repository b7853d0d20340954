package dev.tenantmfa.crypto;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Keys in memory; the one put last seals. */
final class InMemoryKeyRing implements KeyRing {

    private final Map<String, SealingKey> keys = new HashMap<>();
    private String activeId = "";

    InMemoryKeyRing put(SealingKey key) {
        keys.put(key.id(), key);
        activeId = key.id();
        return this;
    }

    void remove(String id) {
        keys.remove(id);
    }

    @Override
    public SealingKey active() {
        return find(activeId).orElseThrow(() -> new SealException("no key"));
    }

    @Override
    public Optional<SealingKey> find(String id) {
        return Optional.ofNullable(keys.get(id));
    }
}
