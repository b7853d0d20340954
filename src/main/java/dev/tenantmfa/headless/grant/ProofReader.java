package dev.tenantmfa.headless.grant;

import dev.tenantmfa.factor.CodeInput;
import dev.tenantmfa.factor.FactorKind;
import dev.tenantmfa.factor.MessageChallenge;
import dev.tenantmfa.headless.waiting.PendingLogin;
import dev.tenantmfa.headless.waiting.Proof;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the proof from the parameters of a grant type. */
enum ProofReader {
    OTP("otp") {
        @Override
        Proof read(MultivaluedMap<String, String> parameters, PendingLogin pending) {
            return new Proof.OfKinds(Set.of(FactorKind.TOTP), parameters.getFirst("otp"));
        }
    },
    /** Also an access pass, which is a code for when nothing else is left. */
    RECOVERY_CODE("recovery_code") {
        @Override
        Proof read(MultivaluedMap<String, String> parameters, PendingLogin pending) {
            return new Proof.OfKinds(
                    Set.of(FactorKind.BACKUP_CODE, FactorKind.ACCESS_PASS), parameters.getFirst("recovery_code"));
        }
    },
    OUT_OF_BAND("oob_code", "binding_code") {
        @Override
        Proof read(MultivaluedMap<String, String> parameters, PendingLogin pending) {
            return new Proof.Reply(
                    new MessageChallenge(parameters.getFirst("oob_code"), pending.id()),
                    parameters.getFirst("binding_code"));
        }
    };

    private final List<String> required;

    ProofReader(String... required) {
        this.required = List.of(required);
    }

    /** Call this only if no parameter is {@link #missing}. */
    abstract Proof read(MultivaluedMap<String, String> parameters, PendingLogin pending);

    /** The first parameter that the request lacks. One with nothing but separators counts as missing. */
    Optional<String> missing(MultivaluedMap<String, String> parameters) {
        return required.stream()
                .filter(name -> CodeInput.of(parameters.getFirst(name)).isEmpty())
                .findFirst();
    }
}
