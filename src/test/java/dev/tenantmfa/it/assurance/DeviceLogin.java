package dev.tenantmfa.it.assurance;

import dev.tenantmfa.it.actors.DeviceAuthorization;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;

/** A login that allows a device (RFC 8628); the device gets the tokens. */
final class DeviceLogin extends PageLogin {
    private final DeviceAuthorization device;
    private Outcome polled;

    DeviceLogin(MatrixRealm matrix, Visitor visitor, Person person, DeviceAuthorization device) {
        super(matrix, visitor, matrix.client().authorization(), person);
        this.device = device;
    }

    @Override
    WebPage again() {
        return visitor.open(device.verificationUri());
    }

    /** The device asks once: more often would be too fast. */
    @Override
    Outcome outcome(WebPage end) {
        if (polled == null) {
            polled = GrantLogin.outcome(matrix.client().poll(device));
        }
        return polled.kind() == Outcome.Kind.OTHER ? super.outcome(end) : polled;
    }
}
