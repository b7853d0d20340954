package dev.tenantmfa.wiring.rebuild;

import dev.tenantmfa.assurance.flow.LoginMethod;
import dev.tenantmfa.assurance.flow.LoginMethod.Kind;
import dev.tenantmfa.assurance.flow.LoginMethod.Scope;
import dev.tenantmfa.fixture.DrawnFlow;

import static org.assertj.core.api.Assertions.assertThat;

/** A drawn flow, and the drawing of what becomes of it. */
final class Rebuilt {
    private Rebuilt() {}

    static FlowRebuild rebuild(Kind kind, String drawing, boolean tenantAccess, boolean tenantForm) {
        return FlowRebuild.of(
                new LoginMethod(kind, Scope.REALM, "", DrawnFlow.read("shop flow", drawing), true),
                tenantAccess,
                tenantForm);
    }

    static void assertBecomes(Kind kind, String before, String after) {
        assertThat(DrawnFlow.draw(rebuild(kind, before, false, false).flow())).isEqualTo(after);
    }
}
