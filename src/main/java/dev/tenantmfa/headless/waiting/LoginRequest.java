package dev.tenantmfa.headless.waiting;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.http.FormPartValue;
import org.keycloak.http.HttpRequest;

/**
 * The request of a login that goes on, as the steps of its flow see it: with the parameters that the door lets through, and
 * with the proof that it read.
 */
public final class LoginRequest implements HttpRequest {

    private final HttpRequest request;
    private final MultivaluedMap<String, String> parameters;
    private final PendingLogin pending;
    private final Proof proof;
    private @Nullable CodeStep codeStep;

    public LoginRequest(
            HttpRequest request, MultivaluedMap<String, String> parameters, PendingLogin pending, Proof proof) {
        this.request = request;
        this.parameters = parameters;
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

    @Override
    public String getHttpMethod() {
        return request.getHttpMethod();
    }

    @Override
    public MultivaluedMap<String, String> getDecodedFormParameters() {
        return parameters;
    }

    @Override
    public MultivaluedMap<String, FormPartValue> getMultiPartFormParameters() {
        return request.getMultiPartFormParameters();
    }

    @Override
    public HttpHeaders getHttpHeaders() {
        return request.getHttpHeaders();
    }

    @Override
    public X509Certificate[] getClientCertificateChain() {
        return request.getClientCertificateChain();
    }

    @Override
    public UriInfo getUri() {
        return request.getUri();
    }

    @Override
    public boolean isProxyTrusted() {
        return request.isProxyTrusted();
    }
}
