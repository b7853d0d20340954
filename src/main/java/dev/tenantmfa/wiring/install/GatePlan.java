package dev.tenantmfa.wiring.install;

import dev.tenantmfa.assurance.GateSettings;
import dev.tenantmfa.assurance.flow.LoginMethod.State;
import dev.tenantmfa.wiring.Flowless;
import dev.tenantmfa.wiring.install.Plan.Left;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;

/** Plans the mode of the gate. */
record GatePlan(RealmModel realm, InstallOptions options) {

    boolean becomesStrict() {
        return options.strictGate() && !GateSettings.STRICT.equals(realm.getAttribute(GateSettings.KEY));
    }

    List<Change> changes() {
        String now = Optional.ofNullable(realm.getAttribute(GateSettings.KEY)).orElse("");
        return becomesStrict() ? List.of(new AttributeChange(GateSettings.KEY, GateSettings.STRICT, now)) : List.of();
    }

    /** Login methods without a flow, whose logins are refused from now on. */
    List<Left> shutOut() {
        return becomesStrict()
                ? Flowless.of(realm).stream()
                        .filter(method -> method.state() == State.PARTLY)
                        .map(method -> new Left(
                                method.id(),
                                "It has no flow to wire, so the strict gate refuses its logins. Use \"gate\":\"keep\", or switch"
                                        + " the gate off for the client."))
                        .toList()
                : List.of();
    }

    /**
     * The mode after a removal: that of before, but not a strict one if it would refuse the logins by flows that are bound
     * then.
     *
     * @param noted the mode before the installation, empty for none; null if the installation did not change it
     */
    static Optional<AttributeChange> afterRemoval(RealmModel realm, @Nullable String noted, boolean refusesLogins) {
        String now = Optional.ofNullable(realm.getAttribute(GateSettings.KEY)).orElse("");
        String before = noted == null ? now : noted;
        String wanted = refusesLogins && GateSettings.isStrict(before) ? "" : before;
        return now.equals(wanted) ? Optional.empty() : Optional.of(new AttributeChange(GateSettings.KEY, wanted, now));
    }
}
