package dev.tenantmfa.message.gateway;

/** A vault reference in the settings names a secret that does not exist. */
final class VaultSecretMissing extends RuntimeException {

    private static final long serialVersionUID = 1L;

    VaultSecretMissing(String reference) {
        super(reference + " is not in the vault, or no vault is set up");
    }
}
