package dev.tenantmfa.factor;

import com.google.auto.service.AutoService;
import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** Lets login methods send codes without knowing how they are delivered. */
@AutoService(Spi.class)
public final class MessageCodesSpi implements Spi {

    @Override
    public boolean isInternal() {
        return false;
    }

    @Override
    public String getName() {
        return "tmfa-message-codes";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return MessageCodes.class;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Class<? extends ProviderFactory> getProviderFactoryClass() {
        return MessageCodesFactory.class;
    }
}
