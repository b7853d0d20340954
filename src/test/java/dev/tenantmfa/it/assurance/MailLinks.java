package dev.tenantmfa.it.assurance;

import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.Mailbox;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import dev.tenantmfa.it.server.Await;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;

/** Links in mails that do something. */
final class MailLinks {
    private static final String LINK = "a[href*=action-token], a[href*=token=]";

    private MailLinks() {}

    /** The link of the newest such mail to this address; waits for a first one. */
    static URI newest(KeycloakServer keycloak, String email) {
        Person recipient = new Person("", email, email, "");
        return Await.value(
                "a mail with a link to " + email,
                Duration.ofSeconds(10),
                () -> keycloak.mailbox().to(recipient).stream()
                        .flatMap(mail -> link(mail).stream())
                        .reduce((earlier, later) -> later));
    }

    /** Follows the link of Keycloak's page in between, where there is one. */
    static WebPage proceed(Visitor visitor, WebPage page) {
        Element link = page.html().isEmpty() ? null : page.document().selectFirst("a[href*=action-token]");
        return link == null ? page : visitor.open(URI.create(link.absUrl("href")));
    }

    /** From the HTML part: Keycloak escapes some of the plain ones. */
    private static Optional<URI> link(Mailbox.Mail mail) {
        return Optional.ofNullable(Jsoup.parse(mail.html()).selectFirst(LINK)).map(a -> URI.create(a.attr("href")));
    }
}
