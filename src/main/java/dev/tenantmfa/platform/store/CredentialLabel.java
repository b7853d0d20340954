package dev.tenantmfa.platform.store;

import org.keycloak.models.UserModel;
import org.keycloak.storage.StorageId;

/**
 * Labels of stored credentials. Keycloak refuses a second credential of a type with the same label, without regard to case, and
 * for users of a user storage provider without import a second one of any type.
 */
public final class CredentialLabel {

    private CredentialLabel() {}

    /** Whether Keycloak would refuse another credential of that type and label. */
    public static boolean isTaken(UserModel user, String type, String label) {
        boolean local = StorageId.isLocalStorage(user.getId());
        return user.credentialManager()
                .getStoredCredentialsStream()
                .filter(stored -> !local || type.equals(stored.getType()))
                .anyMatch(stored -> label.strip().equalsIgnoreCase(stored.getUserLabel()));
    }

    /** The label, with a count if it is taken: {@code Phone (2)}. */
    public static String counted(UserModel user, String type, String label) {
        String free = label;
        for (int count = 2; isTaken(user, type, free); count++) {
            free = label + " (" + count + ")";
        }
        return free;
    }
}
