package dev.tenantmfa.factor.message;

import com.google.auto.service.AutoService;
import dev.tenantmfa.platform.provider.OwnSpi;
import org.keycloak.provider.Spi;

/** Lets login methods send codes without knowing how they are delivered. */
@AutoService(Spi.class)
public final class MessageCodesSpi extends OwnSpi {

    public MessageCodesSpi() {
        super("tmfa-message-codes", MessageCodes.class, MessageCodesFactory.class);
    }
}
