package dev.tenantmfa.platform.rest;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A table as {@code text/csv} (RFC 4180) with a header row, every cell in quotes. Spreadsheet programs run a cell as a
 * formula if it begins with certain characters, so an apostrophe is put before these.
 */
public final class CsvTable {

    public static final MediaType MEDIA_TYPE = new MediaType("text", "csv");

    private static final String END = "\r\n";

    /** Also in full width, which some programs read as the same. */
    private static final String BEGINS_FORMULA = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

    private final StringBuilder text = new StringBuilder();

    public CsvTable(String... header) {
        row((Object[]) header);
    }

    /** @param cells text, numbers, booleans, or null for an empty cell */
    public CsvTable row(@Nullable Object... cells) {
        text.append(Arrays.stream(cells).map(CsvTable::cell).collect(Collectors.joining(",")))
                .append(END);
        return this;
    }

    /** @param name of the file, without extension; what does not belong in a file name is replaced */
    public Response download(String name) {
        String file = name.replaceAll("[^A-Za-z0-9._-]", "_") + ".csv";
        return Response.ok(text.toString(), MEDIA_TYPE.withCharset("UTF-8"))
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + file + "\"")
                .build();
    }

    @Override
    public String toString() {
        return text.toString();
    }

    private static String cell(@Nullable Object value) {
        String raw = value == null ? "" : value.toString();
        return '"' + (isFormula(raw) ? "'" : "") + raw.replace("\"", "\"\"") + '"';
    }

    /** Blanks and invisible characters before the formula do not always stop a program. */
    private static boolean isFormula(String raw) {
        int start = 0;
        while (start < raw.length() && isSkipped(raw.charAt(start))) {
            start++;
        }
        return start < raw.length() && BEGINS_FORMULA.indexOf(raw.charAt(start)) >= 0;
    }

    private static boolean isSkipped(char character) {
        return BEGINS_FORMULA.indexOf(character) < 0
                && (Character.isWhitespace(character)
                        || Character.isSpaceChar(character)
                        || Character.getType(character) == Character.FORMAT
                        || Character.getType(character) == Character.CONTROL);
    }
}
