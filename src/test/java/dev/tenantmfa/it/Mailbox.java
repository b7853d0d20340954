package dev.tenantmfa.it;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.server.Await;
import jakarta.mail.BodyPart;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The post office of the tests: takes every mail that the server sends and delivers none. */
public final class Mailbox implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Each is read once: tests ask again and again, and in the end there are thousands. */
    private final Map<MimeMessage, Mail> mails = Collections.synchronizedMap(new IdentityHashMap<>());

    private final GreenMail greenMail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    Mailbox() {
        greenMail.start();
    }

    /** The port of its SMTP server. */
    public int port() {
        return greenMail.getSmtp().getPort();
    }

    /** Mails to this person so far, oldest first. */
    public List<Mail> to(Person person) {
        return Arrays.stream(greenMail.getReceivedMessages())
                .map(message -> mails.computeIfAbsent(message, Mailbox::read))
                .filter(mail -> mail.to().equalsIgnoreCase(person.email()))
                .toList();
    }

    /** How many mails there are to any of these. */
    public int countTo(Collection<Person> people) {
        Set<String> addresses = people.stream()
                .map(person -> person.email().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        return (int) Arrays.stream(greenMail.getReceivedMessages())
                .map(message -> mails.computeIfAbsent(message, Mailbox::read))
                .filter(mail -> addresses.contains(mail.to().toLowerCase(Locale.ROOT)))
                .count();
    }

    /** The newest mail to this person; waits for a first one. */
    public Mail awaitMailTo(Person person) {
        return awaitMailTo(person, 1);
    }

    /** The {@code count}th mail to this person, which may be still under way. */
    public Mail awaitMailTo(Person person, int count) {
        return Await.value("mail " + count + " to " + person.email(), PATIENCE, () -> {
            List<Mail> mails = to(person);
            return mails.size() >= count ? Optional.of(mails.get(mails.size() - 1)) : Optional.empty();
        });
    }

    @Override
    public void close() {
        greenMail.stop();
    }

    private static Mail read(MimeMessage message) {
        try {
            return new Mail(
                    message.getRecipients(Message.RecipientType.TO)[0].toString(),
                    message.getSubject(),
                    body(message, "text/plain"),
                    body(message, "text/html"));
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String body(Part part, String type) throws MessagingException, IOException {
        if (part.isMimeType(type)) {
            return (String) part.getContent();
        }
        if (part.getContent() instanceof Multipart parts) {
            for (int i = 0; i < parts.getCount(); i++) {
                BodyPart inner = parts.getBodyPart(i);
                String found = body(inner, type);
                if (!found.isEmpty()) {
                    return found;
                }
            }
        }
        return "";
    }

    /**
     * A mail.
     *
     * @param text the plain part, empty when there is none
     * @param html the HTML part, empty when there is none
     */
    public record Mail(String to, String subject, String text, String html) {
        private static final Pattern LINK = Pattern.compile("https?://\\S+");

        /** The first link of the plain part. */
        public URI link() {
            Matcher matcher = LINK.matcher(text);
            if (!matcher.find()) {
                throw new AssertionError("No link in: " + text);
            }
            return URI.create(matcher.group());
        }
    }
}
