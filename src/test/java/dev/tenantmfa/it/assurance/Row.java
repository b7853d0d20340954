package dev.tenantmfa.it.assurance;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * A rule of the table. What it does not name may have any value.
 *
 * @param reason why this is right, in a sentence
 */
record Row(
        Verdict verdict,
        String reason,
        Set<LoginMethod> methods,
        Set<Trick> tricks,
        Set<Holder> holders,
        Set<Policy> policies,
        Set<Gate> gates) {

    static Row row(Verdict verdict, String reason) {
        return new Row(
                verdict,
                reason,
                EnumSet.allOf(LoginMethod.class),
                EnumSet.allOf(Trick.class),
                EnumSet.allOf(Holder.class),
                EnumSet.allOf(Policy.class),
                EnumSet.allOf(Gate.class));
    }

    Row methods(LoginMethod... some) {
        return methods(set(some));
    }

    Row methods(Set<LoginMethod> some) {
        return new Row(verdict, reason, some, tricks, holders, policies, gates);
    }

    Row tricks(Trick... some) {
        return new Row(verdict, reason, methods, set(some), holders, policies, gates);
    }

    Row anyTrick() {
        return new Row(
                verdict, reason, methods, EnumSet.complementOf(EnumSet.of(Trick.NONE)), holders, policies, gates);
    }

    Row holders(Holder... some) {
        return new Row(verdict, reason, methods, tricks, set(some), policies, gates);
    }

    Row policies(Policy... some) {
        return new Row(verdict, reason, methods, tricks, holders, set(some), gates);
    }

    Row gates(Gate... some) {
        return new Row(verdict, reason, methods, tricks, holders, policies, set(some));
    }

    boolean matches(Cell cell) {
        return methods.contains(cell.method())
                && tricks.contains(cell.trick())
                && holders.contains(cell.holder())
                && policies.contains(cell.policy())
                && gates.contains(cell.gate());
    }

    @SafeVarargs
    private static <E extends Enum<E>> Set<E> set(E... values) {
        return EnumSet.copyOf(Arrays.asList(values));
    }
}
