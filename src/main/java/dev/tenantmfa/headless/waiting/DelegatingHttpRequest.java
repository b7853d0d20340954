package dev.tenantmfa.headless.waiting;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.security.cert.X509Certificate;
import org.keycloak.http.FormPartValue;
import org.keycloak.http.HttpRequest;

/** The original request with its form parameters replaced. */
public abstract class DelegatingHttpRequest implements HttpRequest {

    private final HttpRequest request;
    private final MultivaluedMap<String, String> form;

    protected DelegatingHttpRequest(HttpRequest request, MultivaluedMap<String, String> form) {
        this.request = request;
        this.form = form;
    }

    @Override
    public final MultivaluedMap<String, String> getDecodedFormParameters() {
        return form;
    }

    @Override
    public String getHttpMethod() {
        return request.getHttpMethod();
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
