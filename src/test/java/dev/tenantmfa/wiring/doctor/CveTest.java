package dev.tenantmfa.wiring.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class CveTest {

    private static List<String> in(String version) {
        return Stream.of(Cve.values())
                .filter(cve -> cve.isIn(version))
                .map(Cve::id)
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"26.7.0, 5", "26.7.1, 5", "26.7.2, 4", "26.7.3, 4", "26.7.4, 2", "26.7.5, 2", "26.10.0, 2", "custom, 0"
    })
    void fixedOnesAreGone(String version, int known) {
        assertThat(in(version)).hasSize(known);
    }

    @Test
    void resetWithoutMailIsTheWorst() {
        assertThat(in("26.7.1")).contains("CVE-2026-18963");
        assertThat(in("26.7.2")).doesNotContain("CVE-2026-18963");
    }

    @ParameterizedTest
    @EnumSource(Cve.class)
    void pageNamesEachWithASource(Cve cve) throws IOException {
        Path page = Path.of(System.getProperty("project.root", ""), "docs", "keycloak-cves.md");
        assertThat(Files.readAllLines(page)).anyMatch(line -> line.startsWith("|") && line.contains(cve.id()));
    }
}
