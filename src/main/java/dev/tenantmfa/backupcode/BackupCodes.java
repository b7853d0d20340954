package dev.tenantmfa.backupcode;

import java.security.SecureRandom;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

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
    static BackupCodes generate(int count, int length, SecureRandom random, Predicate<String> fits) {
        Set<String> codes = new LinkedHashSet<>();
        while (codes.size() < count) {
            String code = digits(length, random);
            if (!codes.contains(code) && fits.test(code)) {
                codes.add(code);
            }
        }
        return new BackupCodes(List.copyOf(codes));
    }

    private static String digits(int length, SecureRandom random) {
        StringBuilder code = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            code.append((char) ('0' + random.nextInt(10)));
        }
        return code.toString();
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
