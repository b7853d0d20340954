package dev.tenantmfa.headless.waiting;

import dev.tenantmfa.factor.CodeCheck;
import dev.tenantmfa.factor.CodeInput;
import dev.tenantmfa.factor.FactorKind;
import dev.tenantmfa.factor.MessageChallenge;
import dev.tenantmfa.factor.Verification;
import dev.tenantmfa.factor.limit.AttemptBudget;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.UserModel;

/** The second factor that a request contains. */
public sealed interface Proof {

    /**
     * Verifies the proof.
     *
     * @param kinds of codes that count; a code of another kind is refused as a wrong one
     */
    Verification check(CodeCheck codes, UserModel user, Set<FactorKind> kinds);

    /** A possible first code of an app that is being set up; empty if the proof cannot be one. */
    default Optional<String> firstCode() {
        return Optional.empty();
    }

    /** Whether there is anything to check. */
    default boolean isGiven() {
        return true;
    }

    /** No code in the request. */
    record None() implements Proof {

        @Override
        public boolean isGiven() {
            return false;
        }

        @Override
        public Verification check(CodeCheck codes, UserModel user, Set<FactorKind> kinds) {
            return new Verification.Missing();
        }
    }

    /** A TOTP or a backup code; the format tells which. */
    record Typed(@Nullable String code) implements Proof {

        @Override
        public boolean isGiven() {
            return CodeInput.of(code).isPresent();
        }

        @Override
        public Verification check(CodeCheck codes, UserModel user, Set<FactorKind> kinds) {
            return codes.verify(user, AttemptBudget.ofLogins(), code, kinds);
        }

        @Override
        public Optional<String> firstCode() {
            return Optional.ofNullable(code);
        }

        @Override
        public String toString() {
            return "Typed[hidden]";
        }
    }

    /** A code of certain kinds. */
    record OfKinds(Set<FactorKind> own, String code) implements Proof {

        @Override
        public Verification check(CodeCheck codes, UserModel user, Set<FactorKind> kinds) {
            Set<FactorKind> counted = own.stream().filter(kinds::contains).collect(Collectors.toSet());
            return codes.verify(user, AttemptBudget.ofLogins(), code, counted);
        }

        @Override
        public Optional<String> firstCode() {
            return own.contains(FactorKind.TOTP) ? Optional.of(code) : Optional.empty();
        }

        @Override
        public String toString() {
            return "OfKinds[" + own + ", hidden]";
        }
    }

    /** A message code. */
    record Reply(MessageChallenge challenge, String code) implements Proof {

        @Override
        public Verification check(CodeCheck codes, UserModel user, Set<FactorKind> kinds) {
            return kinds.contains(FactorKind.MESSAGE_CODE)
                    ? codes.verifyMessageCode(user, AttemptBudget.ofLogins(), challenge, code)
                    : codes.verify(user, AttemptBudget.ofLogins(), code, Set.of());
        }

        @Override
        public String toString() {
            return "Reply[hidden]";
        }
    }
}
