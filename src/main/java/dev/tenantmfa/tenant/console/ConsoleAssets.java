package dev.tenantmfa.tenant.console;

import dev.tenantmfa.platform.store.Fingerprint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/** The files of the console in the JAR: those that its page names, and no others. They are read once. */
final class ConsoleAssets {

    private static final String FOLDER = "/console/";
    private static final Pattern NAMED = Pattern.compile("\\{\\{assets}}/([\\w./-]+)");
    private static final String CSS = "text/css;charset=utf-8";
    private static final String SCRIPT = "text/javascript;charset=utf-8";
    private static final int VERSION_LENGTH = 16;

    private static final ConsoleAssets INSTANCE = new ConsoleAssets();

    private final String page;
    private final Map<String, Asset> assets = new TreeMap<>();
    private final String version;

    private ConsoleAssets() {
        page = new String(read("index.html"), StandardCharsets.UTF_8);
        StringBuilder all = new StringBuilder();
        NAMED.matcher(page)
                .results()
                .map(name -> name.group(1))
                .distinct()
                .sorted()
                .forEach(name -> {
                    byte[] content = read(name);
                    all.append(name).append(new String(content, StandardCharsets.UTF_8));
                    assets.put(name, new Asset(name.endsWith(".css") ? CSS : SCRIPT, content, gzip(content)));
                });
        version = Fingerprint.of(all.toString()).substring(0, VERSION_LENGTH);
    }

    static ConsoleAssets get() {
        return INSTANCE;
    }

    /** Changes with the content of any asset, so that a browser may keep each as long as it likes. */
    String version() {
        return version;
    }

    /** The page, in which {@code {{name}}} stands for values. */
    String page(Map<String, String> values) {
        return Pattern.compile("\\{\\{(\\w+)}}")
                .matcher(page)
                .replaceAll((MatchResult name) ->
                        Matcher.quoteReplacement(escaped(values.getOrDefault(name.group(1), ""))));
    }

    /** Empty if the page does not name it, or if it belongs to another version. */
    Optional<Asset> find(String ofVersion, String name) {
        return ofVersion.equals(version) ? Optional.ofNullable(assets.get(name)) : Optional.empty();
    }

    /** Text as it is written into HTML, between tags and in quoted attributes. */
    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    static byte[] gzip(byte[] content) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    private static byte[] read(String name) {
        try (InputStream file = ConsoleAssets.class.getResourceAsStream(FOLDER + name)) {
            if (file == null) {
                throw new IllegalStateException("The JAR lacks " + FOLDER + name);
            }
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One file, as it is and compressed. */
    record Asset(String type, byte[] content, byte[] gzipped) {}
}
