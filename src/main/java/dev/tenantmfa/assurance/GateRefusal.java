package dev.tenantmfa.assurance;

import org.jspecify.annotations.Nullable;

/** Placeholder. */
public record GateRefusal(
        String reason, String description, @Nullable String tenantId) {}
