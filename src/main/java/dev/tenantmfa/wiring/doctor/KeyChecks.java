package dev.tenantmfa.wiring.doctor;

import dev.tenantmfa.crypto.SealException;
import dev.tenantmfa.platform.seal.RealmKeyRing;
import dev.tenantmfa.wiring.UserCounts;
import dev.tenantmfa.wiring.doctor.finding.Finding;
import dev.tenantmfa.wiring.doctor.finding.Finding.Severity;
import dev.tenantmfa.wiring.doctor.finding.Findings;
import dev.tenantmfa.wiring.doctor.finding.Fix;
import java.util.List;
import org.keycloak.component.ComponentModel;
import org.keycloak.crypto.Algorithm;
import org.keycloak.crypto.KeyUse;
import org.keycloak.crypto.KeyWrapper;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Where the key is that encrypts the factors of a realm, and whether it can be used. A realm always has a key of its own:
 * Keycloak makes one if there is none.
 */
final class KeyChecks {

    private static final String GENERATED = "aes-generated";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final UserCounts.Users users;
    private final Findings findings;

    /** @param users those who have a factor of this extension */
    KeyChecks(KeycloakSession session, UserCounts.Users users, boolean named) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.users = users;
        this.findings = new Findings(named);
    }

    List<Finding> findings() {
        String reference = realm.getAttribute(RealmKeyRing.KEY_ATTRIBUTE);
        boolean fromVault = reference != null && !reference.isBlank();
        try {
            new RealmKeyRing(session, realm).active();
            if (!fromVault && isInDatabase()) {
                findings.add(
                        "key-in-database",
                        Severity.NOTE,
                        "key provider " + GENERATED,
                        "The key that encrypts the factors is in the same database: anyone who has a copy of it can compute"
                                + " codes. A key in a vault prevents that, see docs/operations.md#keys.",
                        "");
            }
        } catch (SealException e) {
            findings.addAlways(
                    Finding.of(
                            "key-unusable",
                            Severity.ERROR,
                            "realm attribute " + RealmKeyRing.KEY_ATTRIBUTE,
                            "No factor can be set up or encrypted again: " + e.getMessage()
                                    + ". Restore the entry if factors are encrypted with it. Without the attribute, the key of the"
                                    + " realm is used.",
                            Fix.realm(realm.getName(), "'attributes.\"" + RealmKeyRing.KEY_ATTRIBUTE + "\"='")),
                    users);
        }
        return findings.all();
    }

    private boolean isInDatabase() {
        KeyWrapper key = session.keys().getActiveKey(realm, KeyUse.ENC, Algorithm.AES);
        ComponentModel provider = realm.getComponent(key.getProviderId());
        return provider != null && GENERATED.equals(provider.getProviderId());
    }
}
