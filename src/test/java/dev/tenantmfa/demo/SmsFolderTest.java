package dev.tenantmfa.demo;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class SmsFolderTest {

    @TempDir
    private Path folder;

    @Test
    void messageBecomesAFile() throws Exception {
        try (SmsFolder messages = SmsFolder.open(folder)) {
            assertThat(post(messages, "{\"to\":\"+491701234567\",\"text\":\"123456 is your code\"}"))
                    .isEqualTo(202);
        }

        assertThat(files()).singleElement().satisfies(file -> {
            assertThat(file.getFileName().toString()).endsWith("-+491701234567.txt");
            assertThat(file).hasContent("123456 is your code");
        });
    }

    @Test
    void numberLeadsNowhereElse() throws Exception {
        try (SmsFolder messages = SmsFolder.open(folder)) {
            assertThat(post(messages, "{\"to\":\"../../x\",\"text\":\"t\"}")).isEqualTo(202);
            assertThat(post(messages, "{}")).isEqualTo(400);
        }

        assertThat(files()).singleElement();
    }

    private List<Path> files() throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static int post(SmsFolder messages, String body) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(messages.address())
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
    }
}
