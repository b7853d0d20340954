package dev.tenantmfa.it.assurance;

import java.util.ArrayList;
import java.util.List;

/** One combination of the matrix. */
record Cell(LoginMethod method, Trick trick, Holder holder, Policy policy, Gate gate) {

    static List<Cell> all() {
        List<Cell> cells = new ArrayList<>();
        for (Gate gate : Gate.values()) {
            for (LoginMethod method : LoginMethod.values()) {
                for (Trick trick : Trick.values()) {
                    for (Holder holder : Holder.values()) {
                        for (Policy policy : Policy.values()) {
                            cells.add(new Cell(method, trick, holder, policy, gate));
                        }
                    }
                }
            }
        }
        return cells;
    }

    List<Enum<?>> values() {
        return List.of(method, trick, holder, policy, gate);
    }

    @Override
    public String toString() {
        return method + ", trick " + trick + ", user " + holder + ", policy " + policy + ", gate " + gate;
    }
}
