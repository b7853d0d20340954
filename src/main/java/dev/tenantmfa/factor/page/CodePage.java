package dev.tenantmfa.factor.page;

import dev.tenantmfa.factor.FactorKind;
import dev.tenantmfa.factor.SecondFactors;
import dev.tenantmfa.factor.Verification;
import jakarta.ws.rs.core.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.FormMessage;

/** The page that asks for a code, the same for logins and for required actions. */
public final class CodePage {

    /** The form's field. */
    public static final String FIELD = "code";

    private static final String TEMPLATE = "tmfa-code.ftl";

    private final LoginFormsProvider form;
    private final Map<String, Object> page = new HashMap<>();

    private CodePage(LoginFormsProvider form, SecondFactors factors, UserModel user, boolean confirming) {
        Set<FactorKind> kinds = factors.kindsOf(user);
        page.put("kinds", kinds.stream().map(FactorKind::id).toList());
        page.put("inputMode", factors.takesDigitsOnly(user) ? "numeric" : "text");
        factors.digitsOf(user).ifPresent(digits -> page.put("digits", Integer.toString(digits)));
        page.put("confirming", confirming);
        this.form = form.setAttribute("tmfa", page);
    }

    /** Within a login. */
    public static CodePage login(LoginFormsProvider form, SecondFactors factors, UserModel user) {
        return new CodePage(form, factors, user, false);
    }

    /** Within a required action, before a factor is changed. */
    public static CodePage confirming(LoginFormsProvider form, SecondFactors factors, UserModel user) {
        return new CodePage(form, factors, user, true);
    }

    /** Offers other ways, each with {@code id} and the key of its {@code label}. */
    public CodePage withWays(List<Map<String, String>> ways) {
        page.put("ways", ways);
        return this;
    }

    /**
     * Offers to trust the device.
     *
     * @param days 0 for no offer
     */
    public CodePage offeringTrust(int days) {
        page.put("trustDays", days);
        return this;
    }

    /**
     * Says that an access pass is accepted too.
     *
     * @param only whether nothing else is
     */
    public CodePage withAccessPass(boolean only) {
        page.put("accessPass", true);
        page.put("inputMode", "text");
        if (only) {
            page.put("kinds", List.of());
        }
        return this;
    }

    /** The empty page. */
    public Response page() {
        return form.createForm(TEMPLATE);
    }

    /** The page with the error for a code that was not accepted. */
    public Response after(Verification verification) {
        return form.addError(errorOf(verification)).createForm(TEMPLATE);
    }

    /** The error message at the field of a code that was not accepted. */
    static FormMessage errorOf(Verification verification) {
        return new FormMessage(FIELD, key(verification), parameters(verification));
    }

    private static String key(Verification verification) {
        if (verification instanceof Verification.Missing) {
            return "tmfa-code-missing";
        } else if (verification instanceof Verification.Unusable) {
            return "tmfa-code-unusable";
        } else if (verification instanceof Verification.SwitchedOff) {
            return "tmfa-code-switched-off";
        } else if (verification instanceof Verification.Locked locked) {
            return locked.permanently()
                    ? "accountPermanentlyDisabledMessageTotp"
                    : "accountTemporarilyDisabledMessageTotp";
        } else if (verification instanceof Verification.Blocked blocked) {
            return blocked.minutes() == 1 ? "tmfa-code-blocked-one" : "tmfa-code-blocked";
        }
        return "tmfa-code-wrong";
    }

    private static Object[] parameters(Verification verification) {
        return verification instanceof Verification.Blocked blocked ? new Object[] {blocked.minutes()} : new Object[0];
    }
}
