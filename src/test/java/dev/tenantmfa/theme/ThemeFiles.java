package dev.tenantmfa.theme;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/** The files under {@code theme-resources}, as they are packed into the JAR. */
final class ThemeFiles {
    private static final Path ROOT = Path.of("src/main/resources/theme-resources");

    private ThemeFiles() {}

    static List<Path> templates() {
        return list("templates", ".ftl");
    }

    static List<Path> bundles() {
        return list("messages", ".properties");
    }

    static Path resource(String name) {
        return ROOT.resolve("resources").resolve(name);
    }

    static Path bundle(String language) {
        return ROOT.resolve("messages/messages_" + language + ".properties");
    }

    static String language(Path bundle) {
        return bundle.getFileName().toString().replaceAll("^messages_|\\.properties$", "");
    }

    /** Reads a bundle as Keycloak does, which is UTF-8. */
    static Properties messages(Path bundle) {
        Properties messages = new Properties();
        try (Reader reader = Files.newBufferedReader(bundle)) {
            messages.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return messages;
    }

    /** The template without its comments. */
    static String source(Path template) {
        try {
            return Files.readString(template).replaceAll("(?s)<#--.*?-->", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> list(String folder, String ending) {
        try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
