package dev.tenantmfa.setup.form;

import dev.tenantmfa.crypto.SealException;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.keycloak.authentication.RequiredActionContext;

/** Shows an error page if no encryption key is available, because nothing may be set up that cannot be kept secret. */
final class SealGuard {

    private static final Logger LOG = Logger.getLogger(SealGuard.class);

    private SealGuard() {}

    static void run(RequiredActionContext context, Runnable work) {
        run(new ActionHost(context), work);
    }

    static void run(SetupHost host, Runnable work) {
        try {
            work.run();
        } catch (SealException e) {
            LOG.errorf(
                    "No second factor can be set up in realm %s: %s",
                    host.realm().getName(), e.getMessage());
            host.event().clone().error("second_factor_unusable");
            host.challenge(host.form().setError("tmfa-setup-unavailable").createErrorPage(Response.Status.BAD_REQUEST));
        }
    }
}
