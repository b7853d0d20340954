package dev.tenantmfa.headless.waiting;

import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.http.HttpRequest;

/**
 * The request of a login that goes on, as the steps of its flow see it: with the parameters that the door lets through, and
 * with the proof that it read.
 */
public final class LoginRequest extends DelegatingHttpRequest {

    private final PendingLogin pending;
    private final Proof proof;
    private @Nullable CodeStep codeStep;

    public LoginRequest(
            HttpRequest request, MultivaluedMap<String, String> parameters, PendingLogin pending, Proof proof) {
        super(request, parameters);
        this.pending = pending;
        this.proof = proof;
    }

    /** What our doors put in; empty in a plain password grant. */
    public static Optional<LoginRequest> in(HttpRequest request) {
        return request instanceof LoginRequest ours ? Optional.of(ours) : Optional.empty();
    }

    public Proof proof() {
        return proof;
    }

    /** The login that goes on. */
    public PendingLogin pending() {
        return pending;
    }

    /** The step for codes says what it came to, for a door that words its answer itself. */
    public void reached(CodeStep step) {
        codeStep = step;
    }

    /** Empty where the flow did not come as far as its step for codes, or the code was right. */
    public Optional<CodeStep> codeStep() {
        return Optional.ofNullable(codeStep);
    }
}
