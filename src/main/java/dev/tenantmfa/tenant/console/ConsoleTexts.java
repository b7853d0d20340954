package dev.tenantmfa.tenant.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.Bidi;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.theme.Theme;

/**
 * The console's texts in one language: those of the JAR, changed by what the realm localizes.
 *
 * @param locale language tag
 * @param dir direction of writing, as HTML names it
 */
record ConsoleTexts(String locale, String dir, Map<String, String> texts) {

    private static final String PREFIX = "tmfa-console-";

    /** The languages that the realm offers. */
    static List<String> locales(RealmModel realm) {
        return realm.isInternationalizationEnabled()
                ? realm.getSupportedLocalesStream().sorted().toList()
                : List.of(Locale.ENGLISH.toLanguageTag());
    }

    static ConsoleTexts of(KeycloakSession session, Locale locale) {
        Map<String, String> texts = new TreeMap<>(of(session, Locale.ENGLISH, PREFIX));
        texts.putAll(of(session, locale, PREFIX));
        return new ConsoleTexts(locale.toLanguageTag(), isLeftToRight(locale) ? "ltr" : "rtl", texts);
    }

    String text(String key) {
        return texts.getOrDefault(key, "");
    }

    private static Map<String, String> of(KeycloakSession session, Locale locale, String prefix) {
        try {
            Properties all = session.theme()
                    .getTheme(Theme.Type.LOGIN)
                    .getEnhancedMessages(session.getContext().getRealm(), locale);
            Map<String, String> found = new TreeMap<>();
            all.stringPropertyNames().stream()
                    .filter(key -> key.startsWith(prefix))
                    .forEach(key -> found.put(key.substring(prefix.length()), all.getProperty(key)));
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isLeftToRight(Locale locale) {
        return new Bidi(locale.getDisplayLanguage(locale), Bidi.DIRECTION_DEFAULT_LEFT_TO_RIGHT).isLeftToRight();
    }
}
