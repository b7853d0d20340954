package dev.tenantmfa.it.browser;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;

/** An authenticator that Chromium simulates: a security key, or a device with passkeys. */
final class VirtualAuthenticator {

    private final CDPSession devices;
    private final String id;

    private VirtualAuthenticator(CDPSession devices, String id) {
        this.devices = devices;
        this.id = id;
    }

    /** A key that only proves that somebody touches it. */
    static VirtualAuthenticator securityKey(Page page) {
        return plugIn(page, "usb", false);
    }

    /** A device that stores passkeys and verifies its user. */
    static VirtualAuthenticator passkeys(Page page) {
        return plugIn(page, "internal", true);
    }

    private static VirtualAuthenticator plugIn(Page page, String transport, boolean passkeys) {
        CDPSession devices = page.context().newCDPSession(page);
        devices.send("WebAuthn.enable");
        JsonObject options = new JsonObject();
        options.addProperty("protocol", "ctap2");
        options.addProperty("transport", transport);
        options.addProperty("hasResidentKey", passkeys);
        options.addProperty("hasUserVerification", passkeys);
        options.addProperty("isUserVerified", passkeys);
        options.addProperty("automaticPresenceSimulation", true);
        JsonObject arguments = new JsonObject();
        arguments.add("options", options);
        return new VirtualAuthenticator(
                devices,
                devices.send("WebAuthn.addVirtualAuthenticator", arguments)
                        .get("authenticatorId")
                        .getAsString());
    }

    void unplug() {
        devices.send("WebAuthn.removeVirtualAuthenticator", arguments());
    }

    /** What it holds, private keys included. */
    JsonArray credentials() {
        return devices.send("WebAuthn.getCredentials", arguments()).getAsJsonArray("credentials");
    }

    /** Adds what another one holds, as a clone of it would. */
    void add(JsonObject credential) {
        JsonObject arguments = arguments();
        arguments.add("credential", credential);
        devices.send("WebAuthn.addCredential", arguments);
    }

    private JsonObject arguments() {
        JsonObject arguments = new JsonObject();
        arguments.addProperty("authenticatorId", id);
        return arguments;
    }
}
