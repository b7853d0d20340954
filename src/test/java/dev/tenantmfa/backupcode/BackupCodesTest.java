package dev.tenantmfa.backupcode;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BackupCodesTest {

    @ParameterizedTest
    @CsvSource({"5, 8", "8, 10", "20, 16"})
    void codesAreSoManyDifferentNumbersOfThatLength(int count, int length) {
        BackupCodes codes = BackupCodes.generate(count, length, code -> true);

        assertThat(codes.codes())
                .hasSize(count)
                .doesNotHaveDuplicates()
                .allMatch(code -> code.matches("[0-9]{" + length + "}"));
    }

    @Test
    void codesOfATinySpaceAreStillDifferent() {
        assertThat(BackupCodes.generate(10, 1, code -> true).codes())
                .containsExactlyInAnyOrder("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    }

    @Test
    void everyDigitTurnsUpAtEveryPlace() {
        List<Set<Character>> digits = new ArrayList<>();
        for (int place = 0; place < 10; place++) {
            digits.add(new HashSet<>());
        }
        for (String code : BackupCodes.generate(1000, 10, code -> true).codes()) {
            for (int place = 0; place < 10; place++) {
                digits.get(place).add(code.charAt(place));
            }
        }

        assertThat(digits).allSatisfy(found -> assertThat(found).hasSize(10));
    }

    @Test
    void codesThatDoNotFitAreThrownAway() {
        assertThat(BackupCodes.generate(5, 10, code -> code.startsWith("7")).codes())
                .hasSize(5)
                .allMatch(code -> code.startsWith("7"));
    }

    @ParameterizedTest
    @CsvSource({
        "1234567890, 12345 67890",
        "12345678, 12345 678",
        "123456789, 12345 6789",
        "1234567890123456, 12345 67890 12345 6",
        "12345, 12345"
    })
    void codesAreReadInGroupsOfFive(String code, String grouped) {
        assertThat(new BackupCodes(List.of(code)).grouped()).containsExactly(grouped);
    }

    @Test
    void codesAreNotShownAndCannotBeChanged() {
        List<String> given = new ArrayList<>(List.of("1234567890"));
        BackupCodes codes = new BackupCodes(given);
        given.clear();

        assertThat(codes.toString()).isEqualTo("BackupCodes[1 hidden]");
        assertThat(codes.codes()).containsExactly("1234567890");
        assertThatThrownBy(() -> codes.codes().clear()).isInstanceOf(UnsupportedOperationException.class);
    }
}
