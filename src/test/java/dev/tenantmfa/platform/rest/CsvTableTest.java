package dev.tenantmfa.platform.rest;

import dev.tenantmfa.fixture.Inputs;
import dev.tenantmfa.fixture.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class CsvTableTest {

    @Test
    void everyCellIsInQuotesAndEveryRowEndsWithBothCharacters() {
        CsvTable table = new CsvTable("a", "b").row("x", null).row(7, true).row("say \"hi\", you", "two\r\nlines");

        assertThat(table)
                .hasToString(
                        "\"a\",\"b\"\r\n\"x\",\"\"\r\n\"7\",\"true\"\r\n\"say \"\"hi\"\", you\",\"two\r\nlines\"\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "+1",
                "-1",
                "@SUM(A1)",
                "\tx",
                "\rx",
                "\nx",
                "\uFF1D1",
                "\uFF0B1",
                "\uFF0D1",
                "\uFF20x",
                " =1",
                "\u00A0=1",
                "\u200B=1",
                "\uFEFF=1",
                "\u0001=1",
                "\u3000\uFF1D1",
                "=",
                " \t=cmd|' /C calc'!A0"
            })
    void formulaBeginsWithAnApostrophe(String formula) {
        assertThat(new CsvTable().row(formula).toString()).contains("\"'" + formula.replace("\"", "\"\"") + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a=b", "1-2", "alice@example.test", "'", "\u200B", "O'Neil"})
    void otherTextStaysAsItIs(String text) {
        assertThat(new CsvTable().row(text)).hasToString("\r\n\"" + text + "\"\r\n");
    }

    /** Whatever a name contains, it stays in its cell. */
    @Test
    void cellCannotEndEarly() {
        Property.holds(inputs -> {
            String text = any(inputs);

            String row = new CsvTable().row(text, "end").toString();

            String inner = row.substring(3, row.length() - "\",\"end\"\r\n".length());
            assertThat(inner.replace("\"\"", "")).doesNotContain("\"");
            assertThat(inner.replace("\"\"", "\"")).endsWith(text);
        });
    }

    private static String any(Inputs inputs) {
        StringBuilder text = new StringBuilder();
        int length = inputs.number(0, 12);
        for (int i = 0; i < length; i++) {
            text.append((char) inputs.number(1, inputs.number(32, 0xD7FF)));
        }
        return text.toString().replace('"', inputs.number(0, 1) == 0 ? '"' : ',');
    }
}
