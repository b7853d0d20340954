package dev.tenantmfa.message.gateway;

import com.google.auto.service.AutoService;
import dev.tenantmfa.platform.provider.OwnSpi;
import org.keycloak.provider.Spi;

/** Lets other JARs provide their own way to send an SMS. */
@AutoService(Spi.class)
public final class SmsGatewaySpi extends OwnSpi {

    static final String NAME = "tmfa-sms-gateway";

    public SmsGatewaySpi() {
        super(NAME, SmsGateway.class, SmsGatewayFactory.class);
    }
}
