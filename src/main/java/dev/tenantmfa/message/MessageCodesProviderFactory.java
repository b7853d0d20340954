package dev.tenantmfa.message;

import com.google.auto.service.AutoService;
import dev.tenantmfa.factor.message.MessageCodes;
import dev.tenantmfa.factor.message.MessageCodesFactory;
import org.keycloak.models.KeycloakSession;

@AutoService(MessageCodesFactory.class)
public final class MessageCodesProviderFactory implements MessageCodesFactory {

    public static final String PROVIDER_ID = "default";

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public MessageCodes create(KeycloakSession session) {
        return new MessageCodesProvider(session);
    }
}
