package dev.tenantmfa.message;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber;
import dev.tenantmfa.platform.setting.BadValues;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.keycloak.models.RealmModel;

/**
 * The region of numbers that users type without a country code. Realm attribute {@value #KEY}: two letters of ISO
 * 3166-1, in upper or lower case; none by default. A value that is not a region counts as none, with one warning.
 */
public final class PhoneRegion {

    public static final String KEY = "tenant-mfa.phone-region";

    private PhoneRegion() {}

    /** An example of a mobile number, as users of the region write it. */
    public record Example(String national, String international) {}

    /** Empty if numbers must include their country code. */
    public static Optional<String> in(RealmModel realm) {
        String value = realm.getAttribute(KEY);
        if (value == null || value.isBlank()) {
            return Optional.empty();
        }
        String region = value.strip().toUpperCase(Locale.ROOT);
        if (library().getSupportedRegions().contains(region)) {
            return Optional.of(region);
        }
        BadValues.warnOnce(
                Map.of("realm", realm.getName()),
                KEY,
                value,
                "must be a region of two letters, such as DE; numbers need their country code");
        return Optional.empty();
    }

    /** Empty if the library has no example for the region. */
    public static Optional<Example> exampleOf(String region) {
        Phonenumber.PhoneNumber number = library().getExampleNumberForType(region, PhoneNumberType.MOBILE);
        return number == null
                ? Optional.empty()
                : Optional.of(new Example(
                        library().format(number, PhoneNumberFormat.NATIONAL),
                        library().format(number, PhoneNumberFormat.INTERNATIONAL)));
    }

    private static PhoneNumberUtil library() {
        return PhoneNumberUtil.getInstance();
    }
}
