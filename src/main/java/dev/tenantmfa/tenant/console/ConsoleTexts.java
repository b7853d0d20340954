package dev.tenantmfa.tenant.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.theme.Theme;

/**
 * The console's texts for one language: those of the JAR, changed by what the realm localizes.
 *
 * @param locale language tag of the texts: English if neither has the language
 * @param dir direction in which they are written, as HTML names it
 */
record ConsoleTexts(String locale, String dir, Map<String, String> texts) {

    private static final String PREFIX = "tmfa-console-";
    private static final String LANGUAGE = "tmfa-language";
    private static final String DIRECTION = "tmfa-direction";

    /** The languages that the realm offers. */
    static List<String> locales(RealmModel realm) {
        return realm.isInternationalizationEnabled()
                ? realm.getSupportedLocalesStream().sorted().toList()
                : List.of(Locale.ENGLISH.toLanguageTag());
    }

    static ConsoleTexts of(KeycloakSession session, Locale locale) {
        Properties all = new Properties();
        all.putAll(messages(session, Locale.ENGLISH));
        all.putAll(messages(session, locale));
        Map<String, String> texts = new TreeMap<>();
        all.stringPropertyNames().stream()
                .filter(key -> key.startsWith(PREFIX))
                .forEach(key -> texts.put(key.substring(PREFIX.length()), all.getProperty(key)));
        return new ConsoleTexts(all.getProperty(LANGUAGE, "en"), all.getProperty(DIRECTION, "ltr"), texts);
    }

    String text(String key) {
        return texts.getOrDefault(key, "");
    }

    private static Properties messages(KeycloakSession session, Locale locale) {
        try {
            return session.theme()
                    .getTheme(Theme.Type.LOGIN)
                    .getEnhancedMessages(session.getContext().getRealm(), locale);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
