package dev.tenantmfa.factor;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A code as typed or pasted, without the blanks and hyphens that people and password managers put in. May hold anything
 * else, since it comes from outside; never shown by {@code toString}.
 */
public final class CodeInput {

    /** No code is longer; what is longer is cut, so that nobody makes us hash megabytes. */
    static final int MAX_LENGTH = 64;

    private final String text;
    private final @Nullable MessageChallenge challenge;

    private CodeInput(String text, @Nullable MessageChallenge challenge) {
        this.text = text;
        this.challenge = challenge;
    }

    /** @return empty where nothing but blanks and hyphens was given */
    public static Optional<CodeInput> of(@Nullable String raw) {
        if (raw == null) {
            return Optional.empty();
        }
        StringBuilder kept = new StringBuilder(MAX_LENGTH);
        for (int i = 0; i < raw.length() && kept.length() <= MAX_LENGTH; i++) {
            char c = raw.charAt(i);
            if (!isSeparator(c)) {
                kept.append(c);
            }
        }
        return kept.isEmpty() ? Optional.empty() : Optional.of(new CodeInput(kept.toString(), null));
    }

    /** Blanks of all kinds, hyphens and dashes: what stands between groups of a code that was copied from a page. */
    private static boolean isSeparator(char c) {
        return Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || Character.getType(c) == Character.DASH_PUNCTUATION;
    }

    /** The same code as the answer to a message; no other factor looks at it then. */
    CodeInput inReplyTo(MessageChallenge message) {
        return new CodeInput(text, message);
    }

    /** The message that it answers; empty for a code that was read off an app or a list. */
    public Optional<MessageChallenge> challenge() {
        return Optional.ofNullable(challenge);
    }

    /** The characters to compare. */
    public String text() {
        return text;
    }

    /** Whether it is that many ASCII digits; digits of other scripts are none here. */
    public boolean isDigits(int length) {
        return text.length() == length && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** Whether it is that many ASCII letters or digits. */
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
