package dev.tenantmfa.wiring.install;

import dev.tenantmfa.assurance.flow.LoginMethod;
import dev.tenantmfa.assurance.flow.LoginMethod.Kind;
import dev.tenantmfa.message.PhoneCredential;
import dev.tenantmfa.totp.TotpCredential;
import dev.tenantmfa.wiring.UserCounts;
import dev.tenantmfa.wiring.install.Plan.Notice;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.credential.RecoveryAuthnCodesCredentialModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;

/** What users will notice of a plan, and how many. */
final class Notices {

    private static final String OTP = OTPCredentialModel.TYPE;
    private static final String RECOVERY = RecoveryAuthnCodesCredentialModel.TYPE;
    private static final String KEY = WebAuthnCredentialModel.TYPE_TWOFACTOR;
    private static final String PASSKEY = WebAuthnCredentialModel.TYPE_PASSWORDLESS;

    private static final Set<String> OURS = Set.of(TotpCredential.TYPE, PhoneCredential.TYPE);

    /** What Keycloak's own steps ask for. A passkey is a first factor in Keycloak's flows. */
    private static final Map<String, String> ASKED = Map.of(
            "auth-otp-form", OTP,
            "auth-conditional-otp-form", OTP,
            "conditional-otp-form", OTP,
            "direct-grant-validate-otp", OTP,
            "auth-recovery-authn-code-form", RECOVERY,
            "webauthn-authenticator", KEY);

    private final UserCounts users;
    private final List<Notice> notices = new ArrayList<>();

    Notices(UserCounts users) {
        this.users = users;
    }

    /** @param rebinds whether it changes what users are asked for */
    List<Notice> ofInstallation(InstallOptions options, boolean gateBecomesStrict, boolean rebinds) {
        if (gateBecomesStrict) {
            add(
                    "sessions-from-before",
                    "with a session: applications must send them to the login once more, which asks for what is missing only",
                    users.withSessions());
        }
        if (rebinds) {
            rebound();
            if (options.tenantAccess()) {
                add(
                        "several-tenants",
                        "in several tenants: choose one at each login; password grants must send the parameter tenant",
                        users.inSeveralTenants());
            }
        }
        return List.copyOf(notices);
    }

    private void rebound() {
        add(
                "built-in-otp",
                "with Keycloak's OTP: a new code page; the OTP is converted when it is used, and backup codes are offered",
                users.having(Set.of(OTP)));
        add(
                "recovery-codes-only",
                "with only Keycloak's recovery codes: are asked for one from now on",
                users.havingOnly(Set.of(RECOVERY), Set.of(OTP, KEY, PASSKEY, TotpCredential.TYPE)));
        add(
                "keys-only",
                "with only a security key or passkey: are asked for it in the browser from now on, and refused at password"
                        + " grants, which cannot ask for it",
                users.havingOnly(
                        Set.of(KEY, PASSKEY), Set.of(OTP, RECOVERY, TotpCredential.TYPE, PhoneCredential.TYPE)));
    }

    /**
     * @param after the login methods as they are then
     * @param gateOpens whether the gate is strict before and not after
     */
    List<Notice> ofRemoval(List<LoginMethod> after, boolean gateOpens) {
        Set<Set<String>> asked = after.stream()
                .filter(method -> method.isUsed() && asksForThePassword(method.kind()))
                .filter(method -> !runs(method, method.kind().secondFactorStep()))
                .map(Notices::typesAskedIn)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (!asked.isEmpty()) {
            add(
                    "let-in-by-password",
                    "with an app or phone, and nothing that Keycloak's own flows ask for: log in with only the password after"
                            + " this. Call POST mfa/convert-to-keycloak first",
                    users.havingWithout(OURS, asked));
        }
        if (gateOpens) {
            add(
                    "gate-not-strict",
                    "log in by flows without a step of this extension: a strict gate would refuse them, so the gate does not"
                            + " stay strict",
                    users.all());
        }
        return List.copyOf(notices);
    }

    private static boolean asksForThePassword(Kind kind) {
        return kind == Kind.BROWSER || kind == Kind.DIRECT_GRANT;
    }

    private static boolean runs(LoginMethod method, String step) {
        return Optional.ofNullable(method.flow())
                .filter(flow -> flow.runs(step))
                .isPresent();
    }

    private static Set<String> typesAskedIn(LoginMethod method) {
        return ASKED.entrySet().stream()
                .filter(step -> runs(method, step.getKey()))
                .map(Map.Entry::getValue)
                .collect(Collectors.toSet());
    }

    private void add(String id, String text, UserCounts.Users concerned) {
        if (concerned.count() > 0) {
            notices.add(new Notice(id, text, concerned.count()));
        }
    }
}
