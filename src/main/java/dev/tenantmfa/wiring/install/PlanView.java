package dev.tenantmfa.wiring.install;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A plan as JSON, and as text to read. */
record PlanView(
        @JsonProperty("plan_id") String planId,
        @JsonProperty("realm") String realm,
        @JsonProperty("applied") boolean applied,
        @JsonProperty("changes") List<ChangeView> changes,
        @JsonProperty("notices") List<NoticeView> notices,
        @JsonProperty("left") List<LeftView> left,
        @JsonProperty("refused") List<RefusedView> refused) {

    record ChangeView(
            @JsonProperty("action") String action,
            @JsonProperty("target") String target,
            @JsonProperty("details") List<String> details) {}

    record NoticeView(
            @JsonProperty("id") String id,
            @JsonProperty("text") String text,
            @JsonProperty("users") long users) {}

    record LeftView(
            @JsonProperty("what") String what,
            @JsonProperty("why") String why) {}

    record RefusedView(
            @JsonProperty("login_method") String loginMethod,
            @JsonProperty("path") String path,
            @JsonProperty("reason") String reason,
            @JsonProperty("by_hand") String byHand) {}

    static PlanView of(Plan plan, String realm, boolean applied) {
        return new PlanView(
                plan.id(),
                realm,
                applied,
                plan.changes().stream()
                        .map(change -> new ChangeView(change.action(), change.target(), change.details()))
                        .toList(),
                plan.notices().stream()
                        .map(notice -> new NoticeView(notice.id(), notice.text(), notice.users()))
                        .toList(),
                plan.left().stream()
                        .map(one -> new LeftView(one.what(), one.why()))
                        .toList(),
                plan.refused().stream()
                        .map(one -> new RefusedView(one.loginMethod(), one.path(), one.reason(), one.byHand()))
                        .toList());
    }

    String text() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "plan %s  realm %s  %d %s, %s",
                planId,
                realm,
                changes.size(),
                changes.size() == 1 ? "change" : "changes",
                applied ? "applied" : "nothing done yet"));
        int number = 1;
        for (ChangeView change : changes) {
            lines.add(String.format(Locale.ROOT, "%2d %-18s %s", number++, change.action(), change.target()));
            change.details().forEach(detail -> lines.add("      " + detail));
        }
        left.forEach(one -> lines.add("   left as it is      " + one.what() + ": " + one.why()));
        if (!notices.isEmpty()) {
            lines.add("what users will notice:");
            notices.forEach(notice -> lines.add("   " + notice.users() + " " + notice.text()));
        }
        for (RefusedView one : refused) {
            lines.add("refused: " + join(one.loginMethod(), one.path()) + one.reason() + " " + one.byHand());
        }
        return String.join("\n", lines) + "\n";
    }

    private static String join(String method, String path) {
        String where = method + (path.isEmpty() || method.isEmpty() ? "" : " / ") + path;
        return where.isEmpty() ? "" : where + ": ";
    }
}
