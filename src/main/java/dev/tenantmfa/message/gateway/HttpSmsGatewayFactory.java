package dev.tenantmfa.message.gateway;

import com.google.auto.service.AutoService;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.vault.VaultStringSecret;

/**
 * The gateway that sends messages over HTTP. Its settings are realm attributes {@value #ATTRIBUTE_PREFIX}… or, if the
 * realm has no URL, the server's options {@code --spi-tmfa-sms-gateway--http--…} with the same names.
 */
@AutoService(SmsGatewayFactory.class)
public final class HttpSmsGatewayFactory implements SmsGatewayFactory {

    public static final String PROVIDER_ID = "http";

    /** Prefix of each setting's name, as in {@code tenant-mfa.sms-http-url}. */
    public static final String ATTRIBUTE_PREFIX = "tenant-mfa.sms-http-";

    private static final Logger LOG = Logger.getLogger(HttpSmsGatewayFactory.class);

    /** By connect timeout, the only setting that belongs to a client rather than to a request. */
    private final Map<Integer, HttpClient> clients = new ConcurrentHashMap<>();

    private Config.@Nullable Scope options;

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    /** The default if there are several. */
    @Override
    public int order() {
        return 1;
    }

    @Override
    public void init(Config.Scope config) {
        options = config;
    }

    @Override
    public SmsGateway create(KeycloakSession session) {
        RealmModel realm = session.getContext().getRealm();
        return new HttpSmsGateway(
                settings(realm),
                seconds -> clients.computeIfAbsent(seconds, HttpSmsGatewayFactory::client),
                reference -> secret(session, reference));
    }

    private Optional<HttpSmsSettings> settings(RealmModel realm) {
        try {
            Optional<HttpSmsSettings> own = HttpSmsSettings.read(name -> realm.getAttribute(ATTRIBUTE_PREFIX + name));
            Config.Scope server = options;
            return own.isPresent() || server == null ? own : HttpSmsSettings.read(server::get);
        } catch (HttpSmsSettings.Invalid e) {
            LOG.errorf("The SMS gateway of realm %s cannot be used: %s", realm.getName(), e.getMessage());
            return Optional.empty();
        }
    }

    private static HttpClient client(int connectSeconds) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(Duration.ofSeconds(connectSeconds))
                .build();
    }

    /** Keycloak's vaults throw any kind of exception if an entry cannot be read. */
    private static String secret(KeycloakSession session, String reference) {
        try (VaultStringSecret secret = session.vault().getStringSecret(reference)) {
            return secret.get()
                    .filter(value -> !value.equals(reference))
                    .orElseThrow(() -> new VaultSecretMissing(reference));
        } catch (VaultSecretMissing e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.debug("The vault failed", e);
            throw new VaultSecretMissing(reference);
        }
    }
}
