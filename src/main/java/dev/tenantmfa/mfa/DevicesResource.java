package dev.tenantmfa.mfa;

import dev.tenantmfa.assurance.device.TrustedDevice;
import dev.tenantmfa.assurance.device.TrustedDevices;
import dev.tenantmfa.platform.rest.Caller;
import dev.tenantmfa.platform.rest.Problem;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import org.keycloak.events.Details;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;

/** The devices that the caller trusts. To forget one needs no second factor: it never makes a login easier. */
public final class DevicesResource {

    private final KeycloakSession session;
    private final MfaCall call;

    DevicesResource(KeycloakSession session, MfaCall call) {
        this.session = session;
        this.call = call;
    }

    @GET
    public Response list() {
        return call.person(caller ->
                Views.json(devices(caller).all().stream().map(DeviceView::of).toList()));
    }

    @DELETE
    public Response forgetAll() {
        return call.change(caller -> {
            TrustedDevices devices = devices(caller);
            devices.all().forEach(device -> forget(caller, device));
            return Response.noContent().build();
        });
    }

    @DELETE
    @Path("{id}")
    public Response forget(@PathParam("id") String id) {
        return call.change(caller -> {
            TrustedDevice device = devices(caller).all().stream()
                    .filter(one -> one.id().equals(id))
                    .findFirst()
                    .orElseThrow(() -> Problem.notFound().refusal());
            forget(caller, device);
            return Response.noContent().build();
        });
    }

    private void forget(Caller caller, TrustedDevice device) {
        devices(caller).forget(device.id());
        new CallerEvents(session, caller)
                .blank()
                .event(EventType.REMOVE_CREDENTIAL)
                .detail(Details.CREDENTIAL_TYPE, TrustedDevice.TYPE)
                .detail(Details.CREDENTIAL_ID, device.id())
                .detail(Details.CREDENTIAL_USER_LABEL, device.label())
                .success();
    }

    private TrustedDevices devices(Caller caller) {
        return TrustedDevices.of(session, caller.user());
    }
}
