package dev.tenantmfa.wiring.doctor;

import dev.tenantmfa.wiring.doctor.finding.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A report as text to read. */
final class ReportText {

    private ReportText() {}

    static String of(Report report) {
        List<String> lines = new ArrayList<>();
        Report.Counts users = report.users();
        lines.add(String.format(
                Locale.ROOT,
                "realm %s   %d users: %d with an app of this extension, %d with Keycloak's OTP, %d with recovery codes",
                report.realm(),
                users.total(),
                users.app(),
                users.builtInOtp(),
                users.recoveryCodes()));
        for (Report.Line line : report.loginMethods()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "  %-8s %-18s %-34s -> %s",
                    line.state(),
                    line.kind(),
                    line.scope(),
                    line.flow().isEmpty() ? "(none)" : line.flow()));
            line.findings().forEach(finding -> add(lines, "           ", finding));
        }
        report.findings().forEach(finding -> add(lines, "  ", finding));
        long open = report.open();
        lines.add(open == 1 ? "1 open login method" : open + " open login methods");
        return String.join("\n", lines) + "\n";
    }

    private static void add(List<String> lines, String indent, Finding finding) {
        lines.add(indent + finding.severity().name().charAt(0) + " " + finding.id() + ": "
                + (finding.path().isEmpty() ? "" : finding.path() + ": ")
                + (finding.users() == null ? "" : finding.users() + (finding.users() == 1 ? " user. " : " users. "))
                + finding.why());
        if (finding.usernames() != null) {
            lines.add(indent + "  " + String.join(", ", finding.usernames()));
        }
        if (!finding.fix().isEmpty()) {
            lines.add(indent + "  fix: " + finding.fix());
        }
    }
}
