package dev.tenantmfa.demo;

import com.icegreen.greenmail.mail.MailAddress;
import com.icegreen.greenmail.mail.MovingMessage;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.user.UserException;
import com.icegreen.greenmail.user.UserManager;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A small SMTP server that keeps each mail as an {@code .eml} file, named by time and recipient. */
final class MailFolder implements AutoCloseable {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS", Locale.ROOT);

    private final GreenMail server;
    private final Path folder;

    private MailFolder(GreenMail server, Path folder) {
        this.server = server;
        this.folder = folder;
    }

    /** Listens on the loopback interface from now on. */
    static MailFolder open(int port, Path folder) throws IOException {
        Files.createDirectories(folder);
        MailFolder mails =
                new MailFolder(new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP)), folder);
        mails.server.getManagers().getUserManager().setMessageDeliveryHandler(mails::keep);
        mails.server.start();
        return mails;
    }

    Path folder() {
        return folder;
    }

    int port() {
        return server.getSmtp().getPort();
    }

    @Override
    public void close() {
        server.stop();
    }

    private GreenMailUser keep(MovingMessage mail, MailAddress recipient) throws MessagingException, UserException {
        // The address comes from whoever sends: no part of it may lead out of the folder.
        String name = recipient.getEmail().replaceAll("[^A-Za-z0-9@._+-]", "_");
        Path file = folder.resolve(LocalDateTime.now().format(TIME) + "-" + name + ".eml");
        try (OutputStream out = Files.newOutputStream(file)) {
            mail.getMessage().writeTo(out);
        } catch (IOException e) {
            throw new MessagingException("Could not write " + file, e);
        }
        UserManager users = server.getManagers().getUserManager();
        GreenMailUser known = users.getUserByEmail(recipient.getEmail());
        return known != null
                ? known
                : users.createUser(recipient.getEmail(), recipient.getEmail(), recipient.getEmail());
    }
}
