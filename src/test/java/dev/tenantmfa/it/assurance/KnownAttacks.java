package dev.tenantmfa.it.assurance;

import java.util.ArrayList;
import java.util.List;

/** Combinations that once gave tokens, or other wrong answers. Each build runs them all. */
final class KnownAttacks {
    private KnownAttacks() {}

    static List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        for (Gate gate : Gate.values()) {
            for (LoginMethod method : List.of(LoginMethod.BROWSER, LoginMethod.DEVICE, LoginMethod.SAML_POST)) {
                cells.add(new Cell(method, Trick.CONSENT, Holder.NO_FACTOR, Policy.ALL, gate));
                cells.add(new Cell(method, Trick.CONSENT, Holder.NO_FACTOR, Policy.ALL_AND_DEMANDED, gate));
            }
            cells.add(new Cell(LoginMethod.BROWSER, Trick.CONSENT, Holder.PENDING_VERIFY_EMAIL, Policy.NONE, gate));
            cells.add(new Cell(LoginMethod.BROWSER, Trick.CONSENT, Holder.PENDING_UPDATE_PASSWORD, Policy.NONE, gate));
            cells.add(new Cell(LoginMethod.BROWSER, Trick.RESTART, Holder.NO_FACTOR, Policy.ALL, gate));
            cells.add(new Cell(LoginMethod.RESET_PASSWORD, Trick.NONE, Holder.NO_FACTOR, Policy.ALL, gate));
            for (Holder holder : List.of(Holder.NO_FACTOR, Holder.APP)) {
                cells.add(new Cell(LoginMethod.EXECUTE_ACTIONS, Trick.CONSENT, holder, Policy.ALL, gate));
                cells.add(new Cell(LoginMethod.IMPERSONATION, Trick.NONE, holder, Policy.ALL, gate));
                cells.add(new Cell(LoginMethod.REFRESH, Trick.NONE, holder, Policy.ALL, gate));
                cells.add(new Cell(LoginMethod.OFFLINE, Trick.NONE, holder, Policy.ALL, gate));
                cells.add(new Cell(LoginMethod.TOKEN_EXCHANGE, Trick.NONE, holder, Policy.ALL, gate));
                cells.add(new Cell(LoginMethod.SAML_ECP, Trick.NONE, holder, Policy.ALL, gate));
                cells.add(new Cell(LoginMethod.DOCKER, Trick.NONE, holder, Policy.ALL, gate));
            }
            cells.add(new Cell(LoginMethod.BROWSER, Trick.NONE, Holder.SECURITY_KEY, Policy.NONE, gate));
            cells.add(new Cell(LoginMethod.PASSWORD_GRANT, Trick.NONE, Holder.SECURITY_KEY, Policy.NONE, gate));
        }
        cells.add(new Cell(LoginMethod.EXECUTE_ACTIONS, Trick.CONSENT, Holder.APP, Policy.NONE, Gate.STRICT));
        cells.add(new Cell(LoginMethod.SAML_ECP, Trick.NONE, Holder.APP, Policy.NONE, Gate.STRICT));
        cells.add(new Cell(LoginMethod.DOCKER, Trick.NONE, Holder.APP, Policy.NONE, Gate.STRICT));
        return cells;
    }
}
