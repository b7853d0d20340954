package dev.tenantmfa.demo;

import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class MailFolderTest {
    @TempDir
    Path folder;

    @Test
    void eachMailBecomesAFileOfItsOwn() throws IOException {
        try (MailFolder mails = MailFolder.open(0, folder.resolve("mailbox"))) {
            send(mails, "alice@globex.test", "First");
            send(mails, "alice@globex.test", "Second");

            List<String> texts = files(mails).map(MailFolderTest::read).toList();
            assertThat(texts)
                    .hasSize(2)
                    .anySatisfy(text -> assertThat(text).contains("Subject: First"))
                    .anySatisfy(text -> assertThat(text).contains("Subject: Second"));
            assertThat(files(mails)).allMatch(file -> file.toString().endsWith("-alice@globex.test.eml"));
        }
    }

    @Test
    void recipientCannotLeadOutOfTheFolder() throws IOException {
        try (MailFolder mails = MailFolder.open(0, folder.resolve("mailbox"))) {
            send(mails, "\"../../evil\"@example.test", "Out");

            assertThat(files(mails)).hasSize(1);
            assertThat(Files.list(folder)).containsExactly(folder.resolve("mailbox"));
        }
    }

    private static void send(MailFolder mails, String to, String subject) {
        GreenMailUtil.sendTextEmail(
                to, "demo@example.test", subject, "Text", new ServerSetup(mails.port(), "127.0.0.1", "smtp"));
    }

    private static Stream<Path> files(MailFolder mails) throws IOException {
        return Files.list(mails.folder());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
