package dev.tenantmfa.message.gateway;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Posts messages to a web service.
 *
 * <p>Tries a second time if no connection was made or the service answered with a status of 500 or above: it has not
 * accepted the message then. If there was no answer, it is not known whether the message was accepted, so it is not
 * sent twice.
 *
 * <p>Uses Java's own client rather than Keycloak's: it has one time limit for the whole answer, follows no redirect and
 * repeats nothing by itself. It trusts the certificates of Keycloak's {@code --truststore-paths}, which Keycloak
 * installs as Java's defaults.
 */
final class HttpSmsGateway implements SmsGateway {

    private static final int KEPT_BYTES = 16 * 1024;

    private final Optional<HttpSmsSettings> settings;
    private final IntFunction<HttpClient> clients;
    private final MessageTemplate template;

    /**
     * @param settings empty if none are configured
     * @param clients returns a client with a connect timeout in seconds
     * @param vault returns the secret of a vault reference
     */
    HttpSmsGateway(Optional<HttpSmsSettings> settings, IntFunction<HttpClient> clients, UnaryOperator<String> vault) {
        this.settings = settings;
        this.clients = clients;
        this.template = new MessageTemplate(vault);
    }

    @Override
    public boolean isConfigured() {
        return settings.isPresent();
    }

    @Override
    public void send(SmsMessage message) throws SmsGatewayException {
        HttpSmsSettings to = settings.orElseThrow(() -> SmsGatewayException.notSent("no gateway is configured"));
        HttpRequest request = request(to, message);
        Attempt first = attempt(to, request);
        Attempt last = first.isRepeatable() ? attempt(to, request) : first;
        if (last.failure().isPresent()) {
            throw last.failure().get();
        }
    }

    /** @param failure empty if the gateway accepted the message */
    private record Attempt(Optional<SmsGatewayException> failure, boolean isRepeatable) {

        static Attempt taken() {
            return new Attempt(Optional.empty(), false);
        }

        static Attempt failed(SmsGatewayException failure) {
            return new Attempt(Optional.of(failure), false);
        }

        static Attempt notReached(String why) {
            return new Attempt(Optional.of(SmsGatewayException.notSent(why)), true);
        }
    }

    private HttpRequest request(HttpSmsSettings to, SmsMessage message) throws SmsGatewayException {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(to.url())
                    .timeout(Duration.ofSeconds(to.answerSeconds()))
                    .header("Content-Type", to.format().mediaType())
                    .method(to.method(), BodyPublishers.ofString(template.body(to.body(), to.format(), message)));
            for (Map.Entry<String, String> header : to.headers().entrySet()) {
                request.setHeader(header.getKey(), template.header(header.getValue()));
            }
            return request.build();
        } catch (IllegalArgumentException e) {
            // The exception's message contains the header's value, which may be a secret.
            throw SmsGatewayException.notSent("a header of the SMS gateway's settings is not allowed in HTTP");
        } catch (VaultSecretMissing e) {
            throw SmsGatewayException.notSent(String.valueOf(e.getMessage()));
        }
    }

    private Attempt attempt(HttpSmsSettings to, HttpRequest request) {
        String host = to.url().getHost();
        int wanted = to.expected().isEmpty() ? 0 : KEPT_BYTES;
        CompletableFuture<HttpResponse<String>> exchange =
                clients.apply(to.connectSeconds()).sendAsync(request, info -> new LimitedBody(wanted));
        try {
            return judge(to, exchange.get(to.connectSeconds() + (long) to.answerSeconds(), TimeUnit.SECONDS));
        } catch (TimeoutException e) {
            exchange.cancel(true);
            return Attempt.failed(SmsGatewayException.perhapsSent(host + " did not answer in time"));
        } catch (InterruptedException e) {
            exchange.cancel(true);
            Thread.currentThread().interrupt();
            return Attempt.failed(SmsGatewayException.perhapsSent("interrupted while waiting for " + host));
        } catch (ExecutionException e) {
            return judge(host, e.getCause());
        }
    }

    private static Attempt judge(HttpSmsSettings to, HttpResponse<String> answer) {
        String host = to.url().getHost();
        int status = answer.statusCode();
        if (status >= 500) {
            return Attempt.notReached(host + " answered with status " + status);
        } else if (status < 200 || status >= 300) {
            return Attempt.failed(SmsGatewayException.notSent(host + " answered with status " + status));
        } else if (!answer.body().contains(to.expected())) {
            return Attempt.failed(
                    SmsGatewayException.notSent(host + " answered without what its settings expect of a success"));
        }
        return Attempt.taken();
    }

    private static Attempt judge(String host, @Nullable Throwable failure) {
        if (failure instanceof HttpConnectTimeoutException || failure instanceof ConnectException) {
            return Attempt.notReached("no connection to " + host);
        } else if (failure instanceof HttpTimeoutException) {
            return Attempt.failed(SmsGatewayException.perhapsSent(host + " did not answer in time"));
        } else if (failure instanceof SSLException) {
            return Attempt.failed(
                    SmsGatewayException.notSent("no trusted TLS connection to " + host + ": " + failure.getMessage()));
        } else if (failure instanceof IOException) {
            return Attempt.failed(SmsGatewayException.perhapsSent("the connection to " + host + " broke: "
                    + failure.getClass().getSimpleName()));
        }
        throw new IllegalStateException("the HTTP client failed", failure);
    }
}
