package dev.tenantmfa.it.cluster;

import dev.tenantmfa.it.KeycloakNode;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.server.Await;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A login whose code a node has claimed, and which it has not committed.
 *
 * @param stored what was stored of the app before
 */
record HeldLogin(Holder holder, String code, String stored, CompletableFuture<Tokens> login) {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    static HeldLogin at(KeycloakNode node) {
        Holder holder = Holder.create(node);
        String code = holder.app().codeIn(1);
        String before = storedApp(node, holder);
        node.support().holdLogin(node.demo(), holder.person());
        CompletableFuture<Tokens> login = CompletableFuture.supplyAsync(() -> holder.logIn(node, code));
        Await.that("the login to be held", LIMIT, () -> node.support().isLoginHeld(node.demo(), holder.person()));
        return new HeldLogin(holder, code, before, login);
    }

    /** After the node died: the login is rolled back, and the code stays used. */
    void requireUsed(KeycloakNode survivor) {
        assertThat(login).failsWithin(LIMIT);
        assertThat(storedApp(survivor, holder)).as("rolled back with the login").isEqualTo(stored);
        holder.assertRefused(survivor, code, "used_code");
        assertThat(holder.logIn(survivor, holder.codes().get(0)).isGranted()).isTrue();
    }

    private static String storedApp(KeycloakNode node, Holder holder) {
        return node.support()
                .credential(node.demo(), holder.person(), "tmfa-totp")
                .data()
                .toString();
    }
}
