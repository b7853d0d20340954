package dev.tenantmfa.backupcode;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.keycloak.common.util.SecretGenerator;

/**
 * A new set of codes in clear, to be shown once. {@code toString} does not show them.
 *
 * @param codes digits without separators, all different
 */
public record BackupCodes(List<String> codes) {

    private static final int GROUP = 5;

    public BackupCodes {
        codes = List.copyOf(codes);
    }

    /**
     * @param count number of codes
     * @param length digits of each, 9 to 16
     * @param fits decides whether a code fits those kept before; others are discarded
     */
    static BackupCodes generate(int count, int length, Predicate<String> fits) {
        Set<String> codes = new LinkedHashSet<>();
        while (codes.size() < count) {
            String code = SecretGenerator.getInstance().randomString(length, SecretGenerator.DIGITS);
            if (!codes.contains(code) && fits.test(code)) {
                codes.add(code);
            }
        }
        return new BackupCodes(List.copyOf(codes));
    }

    /** The codes in groups of five digits, for reading and typing. */
    public List<String> grouped() {
        return codes.stream().map(BackupCodes::group).toList();
    }

    private static String group(String code) {
        return code.replaceAll("(.{" + GROUP + "})(?=.)", "$1 ");
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "BackupCodes[%d hidden]", codes.size());
    }
}
