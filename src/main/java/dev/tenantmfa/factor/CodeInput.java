package dev.tenantmfa.factor;

import dev.tenantmfa.platform.TypedText;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A code as typed or pasted, normalized: NFKC, without blanks, hyphens, invisible characters and surrounding
 * punctuation, and with ASCII digits for those of other scripts. The text is untrusted. {@code toString} never shows
 * it.
 */
public final class CodeInput {

    /** No code is longer. */
    static final int MAX_LENGTH = 64;

    /**
     * The most characters that are read after blanks and invisible ones are removed, so that nobody can make us
     * normalize megabytes.
     */
    private static final int MOST_TYPED = 512;

    private static final int MOST_ROUNDS = 8;

    /** Stands for input that is too long, and is itself longer than any code. */
    private static final String TOO_LONG = "0".repeat(MAX_LENGTH + 1);

    /**
     * Characters that look like a hyphen but are not one by category: the minus, and what Japanese keyboards type for
     * it.
     */
    private static final String MORE_HYPHENS = "\u2212\u02D7\u30FC";

    private final String text;
    private final @Nullable MessageChallenge challenge;

    private CodeInput(String text, @Nullable MessageChallenge challenge) {
        this.text = text;
        this.challenge = challenge;
    }

    /** @return empty if the input has only blanks, hyphens, invisible characters and punctuation */
    public static Optional<CodeInput> of(@Nullable String raw) {
        if (raw == null) {
            return Optional.empty();
        }
        String typed = withoutSeparators(raw);
        if (typed.length() > MOST_TYPED) {
            return Optional.of(new CodeInput(TOO_LONG, null));
        }
        String text = bare(typed);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new CodeInput(text.length() > MAX_LENGTH ? TOO_LONG : text, null));
    }

    /** Repeats until nothing changes: characters that become adjacent can be changed by NFKC again. */
    private static String bare(String typed) {
        String before = typed;
        String after = withoutPunctuationAround(withoutSeparators(TypedText.plain(before)));
        for (int round = 0; round < MOST_ROUNDS && !after.equals(before); round++) {
            before = after;
            after = withoutPunctuationAround(withoutSeparators(TypedText.plain(before)));
        }
        return after;
    }

    /** Stops as soon as the text is too long. */
    private static String withoutSeparators(String raw) {
        StringBuilder kept = new StringBuilder();
        for (int i = 0; i < raw.length() && kept.length() <= MOST_TYPED; ) {
            int point = raw.codePointAt(i);
            if (!isSeparator(point)) {
                kept.appendCodePoint(point);
            }
            i += Character.charCount(point);
        }
        return kept.toString();
    }

    /** Separators between groups of a copied code, and invisible characters. */
    private static boolean isSeparator(int point) {
        return TypedText.isBlank(point)
                || TypedText.isInvisible(point)
                || Character.getType(point) == Character.DASH_PUNCTUATION
                || MORE_HYPHENS.indexOf(point) >= 0;
    }

    private static String withoutPunctuationAround(String text) {
        int begin = 0;
        int end = text.length();
        while (begin < end && isPunctuation(text.codePointAt(begin))) {
            begin += Character.charCount(text.codePointAt(begin));
        }
        while (end > begin && isPunctuation(text.codePointBefore(end))) {
            end -= Character.charCount(text.codePointBefore(end));
        }
        return text.substring(begin, end);
    }

    /** Includes symbols: texts put codes between stars, arrows and backquotes. */
    private static boolean isPunctuation(int point) {
        return switch (Character.getType(point)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION,
                    Character.MATH_SYMBOL,
                    Character.CURRENCY_SYMBOL,
                    Character.MODIFIER_SYMBOL,
                    Character.OTHER_SYMBOL -> true;
            default -> false;
        };
    }

    /** The same code as the answer to a message; no other factor checks it then. */
    CodeInput inReplyTo(MessageChallenge message) {
        return new CodeInput(text, message);
    }

    /** The message that it answers; empty for a code from an app or a list. */
    public Optional<MessageChallenge> challenge() {
        return Optional.ofNullable(challenge);
    }

    /** The characters to compare. */
    public String text() {
        return text;
    }

    /** Whether it consists of exactly that many digits. */
    public boolean isDigits(int length) {
        return text.length() == length && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** Whether it consists of exactly that many ASCII letters or digits. */
    public boolean isLettersOrDigits(int length) {
        return text.length() == length
                && text.chars()
                        .allMatch(c -> (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'));
    }

    @Override
    public String toString() {
        return "CodeInput[hidden]";
    }
}
