package dev.tenantmfa.factor.page;

import dev.tenantmfa.factor.CodeCheck;
import dev.tenantmfa.factor.MessageChallenge;
import dev.tenantmfa.factor.Verification;
import dev.tenantmfa.factor.limit.AttemptBudget;
import dev.tenantmfa.factor.message.MessageCodes;
import dev.tenantmfa.factor.message.MessageCodes.Destination;
import dev.tenantmfa.factor.message.MessageCodes.Sending;
import dev.tenantmfa.factor.page.MessagePage.Reason;
import dev.tenantmfa.platform.KeycloakClock;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Asks for a message code on a page. Sends a code when the page is first shown (not when it is reloaded), when the user
 * requests another one and when the code has expired. The user can choose the destination if there are several. The
 * login notes which message was sent, never the code.
 */
public final class MessageStep {

    private static final String CHALLENGE = "tenant-mfa.message-challenge";
    private static final String DESTINATION = "tenant-mfa.message-destination";
    private static final String DIGITS = "tenant-mfa.message-digits";
    private static final String PERSON = "tenant-mfa.message-person";
    private static final String SENT_AT = "tenant-mfa.message-sent-at";
    private static final String CHOICE = "destination";

    private final KeycloakSession session;
    private final AuthenticationSessionModel login;
    private final UserModel user;
    private final AttemptBudget budget;
    private final Supplier<MessagePage> pages;

    /**
     * @param budget what a wrong code counts against
     * @param pages makes an empty page each time
     */
    public MessageStep(
            KeycloakSession session,
            AuthenticationSessionModel login,
            UserModel user,
            AttemptBudget budget,
            Supplier<MessagePage> pages) {
        this.session = session;
        this.login = login;
        this.user = user;
        this.budget = budget;
        this.pages = pages;
    }

    /**
     * The result of a posted form.
     *
     * @param page to be shown; null if the code was accepted
     * @param verification of the code; empty if no code was checked
     */
    public record Answer(@Nullable Response page, Optional<Verification> verification) {}

    /** Whether a code can be sent to the user at the moment. */
    public static boolean canReach(KeycloakSession session, UserModel user) {
        return MessageCodes.of(session)
                .map(codes -> !codes.destinationsOf(user).isEmpty())
                .orElse(false);
    }

    /** The page without input: when it is first shown, which sends a code, or when it is reloaded. */
    public Response show() {
        List<Destination> destinations = destinations();
        Optional<Destination> pending = pending(destinations);
        if (pending.isPresent()) {
            return page(destinations)
                    .awaiting(pending.get().masked(), login.getAuthNote(DIGITS))
                    .show();
        } else if (destinations.size() == 1) {
            return send(destinations, destinations.get(0).id(), Reason.FIRST);
        }
        return destinations.isEmpty()
                ? page(destinations).after(new Sending.Failed(), Reason.FIRST).show()
                : page(destinations).show();
    }

    /** Processes what the user posted: a code, a request for another one, or a destination. */
    public Answer answer(MultivaluedMap<String, String> fields) {
        List<Destination> destinations = destinations();
        Optional<Destination> pending = pending(destinations);
        String chosen = fields.getFirst(CHOICE);
        if (chosen != null) {
            Reason reason = pending.isPresent() ? Reason.ASKED : Reason.FIRST;
            return new Answer(send(destinations, chosen, reason), Optional.empty());
        } else if (fields.containsKey(MessagePage.RESEND) && pending.isPresent()) {
            return new Answer(send(destinations, pending.get().id(), Reason.ASKED), Optional.empty());
        } else if (pending.isEmpty()) {
            return new Answer(show(), Optional.empty());
        }
        Verification verification =
                CodeCheck.of(session).verifyMessageCode(user, budget, challenge(), fields.getFirst(CodePage.FIELD));
        if (verification instanceof Verification.Accepted) {
            forget();
            return new Answer(null, Optional.of(verification));
        } else if (verification instanceof Verification.Expired) {
            return new Answer(send(destinations, pending.get().id(), Reason.EXPIRED), Optional.of(verification));
        }
        Response page = page(destinations)
                .awaiting(pending.get().masked(), login.getAuthNote(DIGITS))
                .after(verification)
                .show();
        return new Answer(page, Optional.of(verification));
    }

    private Response send(List<Destination> destinations, String destinationId, Reason reason) {
        String digits = MessageCodes.of(session)
                .map(codes -> Integer.toString(codes.digits()))
                .orElse("");
        Sending sending = MessageCodes.of(session)
                .map(codes -> codes.send(user, attempt(), destinationId))
                .orElseGet(Sending.Failed::new);
        if (sending instanceof Sending.Sent sent) {
            login.setAuthNote(CHALLENGE, sent.challenge().id());
            login.setAuthNote(DESTINATION, sent.destination().id());
            login.setAuthNote(PERSON, user.getId());
            login.setAuthNote(DIGITS, digits);
            login.setAuthNote(SENT_AT, Long.toString(KeycloakClock.now().toEpochMilli()));
        } else if (sending instanceof Sending.Held && pending(destinations).isEmpty()) {
            takeOverFromOtherTab();
        }
        MessagePage page = page(destinations);
        // If this code was not sent, the codes sent before stay valid.
        pending(destinations).ifPresent(destination -> page.awaiting(destination.masked(), login.getAuthNote(DIGITS)));
        return page.after(sending, reason).show();
    }

    private MessagePage page(List<Destination> destinations) {
        return pages.get().withChoice(destinations);
    }

    private List<Destination> destinations() {
        return MessageCodes.of(session).map(codes -> codes.destinationsOf(user)).orElseGet(List::of);
    }

    /** The destination of the code that is to be entered; empty if none was sent to this user in this login. */
    private Optional<Destination> pending(List<Destination> destinations) {
        boolean own = login.getAuthNote(CHALLENGE) != null && user.getId().equals(login.getAuthNote(PERSON));
        String noted = login.getAuthNote(DESTINATION);
        return own
                ? destinations.stream()
                        .filter(destination -> destination.id().equals(noted))
                        .findFirst()
                : Optional.empty();
    }

    /**
     * A user who starts the login again within the pause already has a code from the previous login in another tab of
     * this browser. That code can be entered here.
     */
    private void takeOverFromOtherTab() {
        login.getParentSession().getAuthenticationSessions().values().stream()
                .filter(tab -> user.getId().equals(tab.getAuthNote(PERSON)) && tab.getAuthNote(SENT_AT) != null)
                .max(Comparator.comparingLong(tab -> Long.parseLong(tab.getAuthNote(SENT_AT))))
                .ifPresent(tab -> Stream.of(CHALLENGE, DESTINATION, DIGITS, PERSON, SENT_AT)
                        .forEach(note -> login.setAuthNote(note, tab.getAuthNote(note))));
    }

    private MessageChallenge challenge() {
        return new MessageChallenge(String.valueOf(login.getAuthNote(CHALLENGE)), attempt());
    }

    /** Parallel logins of one browser are one attempt; a code is still valid only for the user it was sent to. */
    private String attempt() {
        return "login." + login.getParentSession().getId();
    }

    private void forget() {
        login.removeAuthNote(CHALLENGE);
        login.removeAuthNote(DESTINATION);
        login.removeAuthNote(PERSON);
        login.removeAuthNote(SENT_AT);
        login.removeAuthNote(DIGITS);
    }
}
