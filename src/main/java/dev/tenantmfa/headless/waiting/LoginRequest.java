package dev.tenantmfa.headless.waiting;

import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.http.HttpRequest;

/**
 * The request of a login that continues, as the steps of its flow see it: with the parameters that the endpoint passes
 * on, and with the proof that the endpoint read.
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

    /** Set by the endpoints of this extension; empty in a plain password grant. */
    public static Optional<LoginRequest> in(HttpRequest request) {
        return request instanceof LoginRequest ours ? Optional.of(ours) : Optional.empty();
    }

    public Proof proof() {
        return proof;
    }

    /** The login that continues. */
    public PendingLogin pending() {
        return pending;
    }

    /** The step for codes reports its result, for an endpoint that builds its own answer. */
    public void reached(CodeStep step) {
        codeStep = step;
    }

    /** Empty if the flow did not reach its step for codes, or if the code was valid. */
    public Optional<CodeStep> codeStep() {
        return Optional.ofNullable(codeStep);
    }
}
