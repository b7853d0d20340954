package dev.tenantmfa.headless.grant;

import dev.tenantmfa.headless.waiting.DelegatingHttpRequest;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.http.HttpRequest;

/** Presents a request with a JSON body as a form, because Keycloak's client authentication reads only forms. */
public final class JsonAsForm extends DelegatingHttpRequest {

    public JsonAsForm(HttpRequest request, MultivaluedMap<String, String> fields) {
        super(request, fields);
    }

    @Override
    public HttpHeaders getHttpHeaders() {
        return new Headers(super.getHttpHeaders());
    }

    private record Headers(HttpHeaders headers) implements HttpHeaders {

        @Override
        public MediaType getMediaType() {
            return MediaType.APPLICATION_FORM_URLENCODED_TYPE;
        }

        @Override
        public List<String> getRequestHeader(String name) {
            return headers.getRequestHeader(name);
        }

        @Override
        public @Nullable String getHeaderString(String name) {
            return headers.getHeaderString(name);
        }

        @Override
        public MultivaluedMap<String, String> getRequestHeaders() {
            return headers.getRequestHeaders();
        }

        @Override
        public List<MediaType> getAcceptableMediaTypes() {
            return headers.getAcceptableMediaTypes();
        }

        @Override
        public List<Locale> getAcceptableLanguages() {
            return headers.getAcceptableLanguages();
        }

        @Override
        public Locale getLanguage() {
            return headers.getLanguage();
        }

        @Override
        public Map<String, Cookie> getCookies() {
            return headers.getCookies();
        }

        @Override
        public Date getDate() {
            return headers.getDate();
        }

        @Override
        public int getLength() {
            return headers.getLength();
        }
    }
}
