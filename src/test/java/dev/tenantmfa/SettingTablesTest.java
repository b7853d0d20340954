package dev.tenantmfa;

import com.tngtech.archunit.core.domain.JavaField;
import dev.tenantmfa.message.gateway.SmsGateways;
import dev.tenantmfa.platform.setting.BooleanSetting;
import dev.tenantmfa.platform.setting.ChoiceSetting;
import dev.tenantmfa.platform.setting.IntSetting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The tables of README and docs say what the definitions of the settings say. */
class SettingTablesTest {

    private static final Pattern KEY = Pattern.compile("`([A-Za-z0-9.-]+)`\\)?$");

    /** An option of the server that is ours; the gateway's other settings are rows by their last part. */
    private static final Pattern OPTION = Pattern.compile("--spi-(?!tmfa-sms-gateway--http)[a-z-]*tmfa[a-z-]+");

    /** A row of a table, without backticks and separators of thousands. */
    private record Row(String key, String defaultValue, List<String> cells, String where) {

        boolean says(Object setting) {
            if (setting instanceof IntSetting number) {
                String bounds = number.min() + " to " + number.max();
                return defaultValue.equals(Integer.toString(number.defaultValue()))
                        && cells.stream().anyMatch(cell -> cell.equals(bounds) || cell.startsWith(bounds + ";"));
            }
            if (setting instanceof ChoiceSetting choice) {
                String words = String.join(", ", choice.allowed());
                return defaultValue.equals(choice.defaultValue())
                        && cells.stream().anyMatch(cell -> cell.equals(words) || cell.startsWith(words + ":"))
                        && (cells.get(cells.size() - 1).equals(choice.safest())
                                || cells.get(cells.size() - 1).endsWith("other values count as " + choice.safest()));
            }
            return defaultValue.equals(Boolean.toString(((BooleanSetting) setting).defaultValue()));
        }
    }

    @Test
    void everySettingIsInATable() throws IOException {
        List<Row> rows = rows();
        assertThat(settings())
                .hasSizeGreaterThan(30)
                .allMatch(setting ->
                        rows.stream().anyMatch(row -> row.key().equals(keyOf(setting)) && row.says(setting)));
    }

    @Test
    void everySettingIsInTheOneTableOfAll() throws IOException {
        List<Row> rows = new ArrayList<>();
        addRows(Path.of("docs/settings.md"), rows);

        assertThat(settings())
                .allMatch(setting ->
                        rows.stream().anyMatch(row -> row.key().equals(keyOf(setting)) && row.says(setting)));
    }

    /** Those that are no definition of the kinds above: ids and options of the server. */
    @Test
    void everyOptionOfADocIsInTheOneTableOfAll() throws IOException {
        String table = read(Path.of("docs/settings.md"));
        Set<String> options = new TreeSet<>(Set.of(SmsGateways.CHOICE));
        try (Stream<Path> docs = Files.list(Path.of("docs"))) {
            docs.filter(path -> path.toString().endsWith(".md"))
                    .flatMap(page -> OPTION.matcher(read(page)).results().map(MatchResult::group))
                    .forEach(options::add);
        }

        assertThat(options).hasSizeGreaterThan(3).allMatch(option -> table.contains("| `" + option + "` |"));
    }

    @Test
    void everyRowSaysDefaultAndBoundsOfItsSetting() throws IOException {
        List<Object> settings = settings();
        for (Row row : rows()) {
            List<Object> named = settings.stream()
                    .filter(setting -> keyOf(setting).equals(row.key()))
                    .toList();
            if (!named.isEmpty()) {
                assertThat(named).as("%s", row).anyMatch(row::says);
            }
        }
    }

    @Test
    void everyAttributeOfATableIsInTheCode() throws IOException {
        String code = sources();
        assertThat(rows())
                .filteredOn(row -> row.key().startsWith("tenant-mfa."))
                .isNotEmpty()
                .allMatch(row -> code.contains('"' + row.key() + '"'));
    }

    private static List<Object> settings() {
        return OurClasses.ALL.stream()
                .flatMap(type -> type.getFields().stream())
                .filter(field -> Stream.of(IntSetting.class, BooleanSetting.class, ChoiceSetting.class)
                        .anyMatch(field.getRawType()::isEquivalentTo))
                .map(JavaField::reflect)
                .map(SettingTablesTest::valueOf)
                .toList();
    }

    private static Object valueOf(Field field) {
        try {
            field.setAccessible(true);
            return field.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String keyOf(Object setting) {
        if (setting instanceof IntSetting number) {
            return number.key();
        }
        return setting instanceof ChoiceSetting choice ? choice.key() : ((BooleanSetting) setting).key();
    }

    private static List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        try (Stream<Path> docs = Files.list(Path.of("docs"))) {
            for (Path page : Stream.concat(Stream.of(Path.of("README.md")), docs)
                    .filter(path -> path.toString().endsWith(".md"))
                    .toList()) {
                addRows(page, rows);
            }
        }
        return rows;
    }

    private static void addRows(Path page, List<Row> rows) throws IOException {
        int column = -1;
        boolean inTable = false;
        String caption = "";
        for (String line : Files.readAllLines(page)) {
            List<String> cells = line.startsWith("|")
                    ? Arrays.stream(line.substring(1).split("\\|"))
                            .map(String::strip)
                            .toList()
                    : List.of();
            if (!inTable) {
                // Attributes of organizations are declarations, not settings, and share keys with those of realms.
                column = caption.startsWith("Organization attributes") ? -1 : cells.indexOf("default");
            }
            caption = cells.isEmpty() && !line.isBlank() ? line : caption;
            inTable = !cells.isEmpty();
            Matcher key = KEY.matcher(inTable ? cells.get(0) : "");
            if (column > 0 && key.find() && cells.size() > column) {
                List<String> plain = cells.stream()
                        .map(cell -> cell.replace("`", "").replaceAll("(?<=\\d),(?=\\d{3})", ""))
                        .toList();
                rows.add(new Row(key.group(1), plain.get(column), plain, page.toString()));
            }
        }
    }

    private static String sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            return files.filter(path -> path.toString().endsWith(".java"))
                    .map(SettingTablesTest::read)
                    .collect(Collectors.joining());
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
