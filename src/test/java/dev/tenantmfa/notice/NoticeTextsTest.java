package dev.tenantmfa.notice;

import dev.tenantmfa.theme.ThemeFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The templates and the code put the keys of a notice's texts together from its id. */
class NoticeTextsTest {

    static List<Path> bundles() {
        return ThemeFiles.bundles();
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void everyNoticeHasASubjectAndAText(Path bundle) {
        Properties messages = ThemeFiles.messages(bundle);

        assertThat(Notice.values()).allSatisfy(notice -> {
            assertThat(messages.getProperty("tmfa-mail-subject-" + notice.id())).isNotBlank();
            assertThat(messages.getProperty("tmfa-mail-" + notice.id())).isNotBlank();
        });
    }

    @Test
    void templatesAskForThatText() {
        Stream<String> templates = ThemeFiles.templates().stream()
                .filter(template -> template.endsWith("tmfa-notice.ftl"))
                .map(ThemeFiles::source);

        assertThat(templates).hasSize(2).allMatch(source -> source.contains("msg(\"tmfa-mail-\" + notice,"));
    }
}
