package dev.tenantmfa.it.actors;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;

/** What a device without a browser got (RFC 8628, 3.2) and shows to its person. */
public final class DeviceAuthorization {
    private final JsonNode response;
    private final Pkce pkce;

    DeviceAuthorization(JsonNode response, Pkce pkce) {
        this.response = response;
        this.pkce = pkce;
    }

    /** Where the person allows the device, the user code filled in. */
    public URI verificationUri() {
        return URI.create(response.get("verification_uri_complete").asText());
    }

    /** How long to wait between two questions for the tokens. */
    public Duration interval() {
        return Duration.ofSeconds(response.get("interval").asInt());
    }

    String deviceCode() {
        return response.get("device_code").asText();
    }

    String verifier() {
        return pkce.verifier();
    }
}
