package dev.tenantmfa.theme;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The page on the roll-out shows the mails with the words that they have. */
class MailPreviewTest {

    @Test
    void pageHasEveryTextOfTheReminders() throws IOException {
        String page = Files.readString(Path.of("docs/rollout.md"));
        Properties english = ThemeFiles.messages(ThemeFiles.bundle("en"));
        List<String> keys = english.stringPropertyNames().stream()
                .filter(key -> key.matches("tmfa-mail-(subject-)?reminder-.*"))
                .filter(key -> !key.equals("tmfa-mail-reminder-more"))
                .toList();

        assertThat(keys)
                .hasSizeGreaterThan(15)
                .allSatisfy(key -> assertThat(page).contains(shown(english.getProperty(key))));
    }

    private static String shown(String text) {
        return text.replace("{0}", "Acme Corporation").replace("''", "'");
    }
}
