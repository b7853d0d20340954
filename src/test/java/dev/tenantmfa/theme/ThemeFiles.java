package dev.tenantmfa.theme;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/** The files under {@code theme-resources}, as they are packed into the JAR, and the code that speaks of them. */
public final class ThemeFiles {
    private static final Path ROOT = Path.of("src/main/resources/theme-resources");

    private ThemeFiles() {}

    public static List<Path> templates() {
        return list(ROOT.resolve("templates"), ".ftl");
    }

    public static List<Path> bundles() {
        return list(ROOT.resolve("messages"), ".properties");
    }

    /** The Java files that name a key or an id of this extension. */
    static List<Path> sources() {
        return list(Path.of("src/main/java"), ".java").stream()
                .filter(file -> source(file).contains("\"tmfa-"))
                .toList();
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
    public static Properties messages(Path bundle) {
        Properties messages = new Properties();
        try (Reader reader = Files.newBufferedReader(bundle)) {
            messages.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return messages;
    }

    /** The file without the comments of a template. */
    public static String source(Path file) {
        try {
            return Files.readString(file).replaceAll("(?s)<#--.*?-->", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> list(Path folder, String ending) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
