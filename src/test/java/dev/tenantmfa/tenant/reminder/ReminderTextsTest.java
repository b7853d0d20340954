package dev.tenantmfa.tenant.reminder;

import dev.tenantmfa.theme.ThemeFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class ReminderTextsTest {

    static List<Path> bundles() {
        return ThemeFiles.bundles();
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void everyReminderHasASubjectAndAText(Path bundle) {
        Properties messages = ThemeFiles.messages(bundle);

        assertThat(Reminder.Text.values()).allSatisfy(text -> {
            assertThat(messages.getProperty("tmfa-mail-subject-reminder-" + text.id()))
                    .isNotBlank();
            assertThat(messages.getProperty("tmfa-mail-reminder-" + text.id())).isNotBlank();
        });
    }
}
