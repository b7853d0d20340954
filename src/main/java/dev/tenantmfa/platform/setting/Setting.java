package dev.tenantmfa.platform.setting;

import java.util.List;

/**
 * Defines a setting: {@code Setting.key("…").range(6, 8).or(6)}. A setting of a step, which the admin console shows, also has a
 * label and a help text. {@code SettingTablesTest} compares every definition with the tables of the documentation.
 */
public final class Setting {

    private final String key;

    private Setting(String key) {
        this.key = key;
    }

    /** @param key attribute of a realm or client, or property of a step or required action */
    public static Setting key(String key) {
        return new Setting(key);
    }

    /** A switch. */
    public BooleanSetting or(boolean defaultValue) {
        return new BooleanSetting(key, defaultValue, "", "");
    }

    /** A whole number; both bounds are allowed. */
    public Range range(int min, int max) {
        return new Range(key, min, max);
    }

    /** One of these words. */
    public Words oneOf(String... allowed) {
        return new Words(key, List.of(allowed));
    }

    /** A number that still needs its default. */
    public record Range(String key, int min, int max) {

        public IntSetting or(int defaultValue) {
            return new IntSetting(key, defaultValue, min, max, "", "");
        }
    }

    /** Words that still need a default. */
    public record Words(String key, List<String> allowed) {

        public WordsWithDefault or(String defaultValue) {
            return new WordsWithDefault(this, defaultValue);
        }
    }

    /** Words that still need the value that counts in place of an invalid one. */
    public record WordsWithDefault(Words words, String defaultValue) {

        public ChoiceSetting otherwise(String safest) {
            return new ChoiceSetting(words.key(), defaultValue, safest, words.allowed());
        }
    }
}
