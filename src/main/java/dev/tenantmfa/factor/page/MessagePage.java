package dev.tenantmfa.factor.page;

import dev.tenantmfa.factor.Verification;
import dev.tenantmfa.factor.message.MessageCodes.Destination;
import dev.tenantmfa.factor.message.MessageCodes.Sending;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.forms.login.LoginFormsProvider;

/**
 * The page on which a user enters a code that was sent: at logins, for confirmations and during the setup of a phone.
 */
public final class MessagePage {

    /** The button that requests another code. */
    public static final String RESEND = "resend";

    private static final String TEMPLATE = "tmfa-message-code.ftl";

    private final LoginFormsProvider form;
    private final Map<String, Object> page = new HashMap<>();

    private MessagePage(LoginFormsProvider form) {
        this.form = form;
        page.put("destinations", List.of());
    }

    /** Within a login. */
    public static MessagePage login(LoginFormsProvider form) {
        return new MessagePage(form);
    }

    /** Within a required action, before a factor is changed. */
    public static MessagePage confirming(LoginFormsProvider form) {
        MessagePage page = new MessagePage(form);
        page.page.put("confirming", true);
        return page;
    }

    /** Within the setup of a phone, where the user can start again with another number. */
    public static MessagePage provingPhone(LoginFormsProvider form) {
        MessagePage page = new MessagePage(form);
        page.page.put("proving", true);
        return page;
    }

    /** Offers other destinations for a code. */
    public MessagePage withChoice(List<Destination> destinations) {
        page.put(
                "destinations",
                destinations.stream()
                        .map(destination -> Map.of(
                                "id", destination.id(),
                                "channel", destination.channel().id(),
                                "masked", destination.masked()))
                        .toList());
        return this;
    }

    /** Offers other ways, as {@link CodePage#withWays}. */
    public MessagePage withWays(List<Map<String, String>> ways) {
        page.put("ways", ways);
        return this;
    }

    /** As {@link CodePage#offeringTrust}. */
    public MessagePage offeringTrust(int days) {
        page.put("trustDays", days);
        return this;
    }

    /** Lets the user choose whether all other sessions end with the setup. */
    public MessagePage offeringSignOut() {
        page.put("signOut", true);
        return this;
    }

    /**
     * Shows that a code was sent and is to be entered here.
     *
     * @param digits of that code; null or blank if unknown
     */
    public MessagePage awaiting(String masked, @Nullable String digits) {
        page.put("destination", masked);
        if (digits != null && !digits.isBlank()) {
            page.put("digits", digits);
        }
        return this;
    }

    /**
     * Shows whether the message was sent. The reason tells whether it is a first one, another one, or one in place of
     * an expired code.
     */
    public MessagePage after(Sending sending, Reason reason) {
        page.put("reason", reason.id);
        if (sending instanceof Sending.Sent sent) {
            page.put("outcome", "sent");
            page.put("destination", sent.destination().masked());
        } else if (sending instanceof Sending.Held held) {
            page.put("outcome", "held");
            page.put("seconds", seconds(held.retryAfter()));
            page.put("minutes", minutes(held.retryAfter()));
        } else {
            page.put("outcome", "failed");
        }
        return this;
    }

    /** Shows the error for a code that was not accepted. */
    public MessagePage after(Verification verification) {
        form.addError(CodePage.errorOf(verification));
        return this;
    }

    public Response show() {
        return form.setAttribute("tmfa", page).createForm(TEMPLATE);
    }

    /** Why a message was sent. */
    public enum Reason {
        FIRST("first"),
        ASKED("asked"),
        EXPIRED("expired");

        private final String id;

        Reason(String id) {
            this.id = id;
        }
    }

    private static long seconds(Duration wait) {
        return Math.max(1, wait.toSeconds());
    }

    private static long minutes(Duration wait) {
        return (wait.toSeconds() + 59) / 60;
    }
}
