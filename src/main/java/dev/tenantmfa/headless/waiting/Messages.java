package dev.tenantmfa.headless.waiting;

import dev.tenantmfa.factor.message.MessageCodes.Destination;
import dev.tenantmfa.factor.message.MessageCodes.Sending;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Texts and members about a sent message, in answers that applications show to users. */
public final class Messages {

    private Messages() {}

    /** Authenticator id in Auth0's format, which starts with the channel. */
    public static String idOf(Destination destination) {
        return destination.channel().id() + "|" + destination.id();
    }

    /** @param sending null if the destination no longer exists */
    public static String of(@Nullable Sending sending) {
        if (sending instanceof Sending.Sent sent) {
            return "A new code has been sent to " + sent.destination().masked() + ".";
        } else if (sending instanceof Sending.Held held) {
            return "No new code was sent. Try again in " + inWords(held.retryAfter()) + ".";
        }
        return "A new code could not be sent.";
    }

    /** Members that an application needs to ask for the code, including the handle of the message. */
    public static Map<String, Object> outOfBand(Sending.Sent sent) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("oob_code", sent.challenge().id());
        members.putAll(prompt(sent));
        return members;
    }

    /** The same without the handle, for an endpoint that does not reveal it. */
    public static Map<String, Object> prompt(Sending.Sent sent) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("binding_method", "prompt");
        members.put("destination", sent.destination().masked());
        members.put("expires_in", sent.expiresIn().toSeconds());
        return members;
    }

    /** Rounded up: seconds below two minutes, otherwise minutes. */
    static String inWords(Duration wait) {
        long seconds = secondsOf(wait);
        if (seconds < 120) {
            return seconds == 1 ? "1 second" : seconds + " seconds";
        }
        return (seconds + 59) / 60 + " minutes";
    }

    /** Rounded up, at least one. */
    public static long secondsOf(Duration wait) {
        return Math.max(1, wait.plusMillis(999).toSeconds());
    }
}
