package dev.tenantmfa.wiring.doctor;

import dev.tenantmfa.assurance.flow.LoginMethod;
import dev.tenantmfa.assurance.flow.LoginMethod.State;
import dev.tenantmfa.assurance.flow.LoginMethods;
import dev.tenantmfa.message.PhoneCredential;
import dev.tenantmfa.totp.TotpCredential;
import dev.tenantmfa.wiring.Flowless;
import dev.tenantmfa.wiring.UserCounts;
import dev.tenantmfa.wiring.doctor.finding.Finding;
import dev.tenantmfa.wiring.doctor.finding.Finding.Severity;
import dev.tenantmfa.wiring.doctor.finding.Findings;
import dev.tenantmfa.wiring.doctor.finding.Fix;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.credential.RecoveryAuthnCodesCredentialModel;

/** Examines a realm. */
final class Doctor {

    private static final Set<String> OURS = Set.of(TotpCredential.TYPE, PhoneCredential.TYPE);
    private static final Set<String> COUNTED =
            Set.of(TotpCredential.TYPE, OTPCredentialModel.TYPE, RecoveryAuthnCodesCredentialModel.TYPE);

    private final KeycloakSession session;
    private final RealmModel realm;

    Doctor(KeycloakSession session) {
        this.session = session;
        this.realm = session.getContext().getRealm();
    }

    /** @param named whether users are named */
    Report examine(boolean named) {
        List<LoginMethod> methods = LoginMethods.of(session, realm);
        UserCounts users = UserCounts.of(session);
        UserCounts.Users unseen = users.having(OURS);
        boolean anyOpen = methods.stream().anyMatch(Doctor::isOpen);
        long concerned = anyOpen ? unseen.count() : 0;
        List<Report.Line> lines = new ArrayList<>();
        for (LoginMethod method : methods) {
            List<Finding> findings =
                    method.state() == State.OFF ? List.of() : new ArrayList<>(new FlowChecks(method, realm).findings());
            if (isOpen(method) && concerned > 0) {
                findings.add(0, converted(method).concerning(concerned, named ? unseen.names() : null));
            }
            lines.add(Report.Line.of(method, findings));
        }
        for (Flowless method : Flowless.of(realm)) {
            lines.add(line(method, unseen, named));
        }
        Map<String, Long> counts = users.byType(COUNTED);
        return new Report(
                realm.getName(),
                new Report.Counts(
                        users.all().count(),
                        counts.getOrDefault(TotpCredential.TYPE, 0L),
                        counts.getOrDefault(OTPCredentialModel.TYPE, 0L),
                        counts.getOrDefault(RecoveryAuthnCodesCredentialModel.TYPE, 0L)),
                lines,
                new RealmChecks(session, methods, named).findings(unseen));
    }

    private static Report.Line line(Flowless method, UserCounts.Users unseen, boolean named) {
        Findings findings = new Findings(named);
        if (method.state() == State.OPEN || method.state() == State.PARTLY) {
            boolean open = method.state() == State.OPEN;
            findings.addAlways(
                    Finding.of(
                            "other-grants",
                            open ? Severity.ERROR : Severity.WARNING,
                            "client " + method.client().getClientId() + " / "
                                    + method.kind().title(),
                            method.kind().proof()
                                    + (open
                                            ? " The gate is off for the client."
                                            : " The gate refuses only users of whom a policy requires a second factor, but not"
                                                    + " all who have one. A strict gate does."),
                            "kcadm.sh update clients/" + method.client().getId() + " -r "
                                    + Fix.quoted(method.client().getRealm().getName()) + " " + method.off()),
                    unseen);
        }
        return Report.Line.of(method, findings.all());
    }

    private static boolean isOpen(LoginMethod method) {
        return method.state() == State.OPEN || (method.state() == State.PARTLY && method.othersSkip());
    }

    private Finding converted(LoginMethod method) {
        return Finding.of(
                "converted-unseen",
                Severity.ERROR,
                method.flow() == null ? "" : method.flow().alias(),
                "Users have an app or phone that this login method does not ask for: it lets in anyone who knows their password.",
                Fix.wiring(realm, method));
    }
}
