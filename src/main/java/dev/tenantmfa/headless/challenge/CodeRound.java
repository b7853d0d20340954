package dev.tenantmfa.headless.challenge;

import dev.tenantmfa.factor.Verification;
import dev.tenantmfa.factor.message.MessageCodes;
import dev.tenantmfa.factor.message.MessageCodes.Destination;
import dev.tenantmfa.factor.message.MessageCodes.Sending;
import dev.tenantmfa.headless.waiting.CodeStep;
import dev.tenantmfa.headless.waiting.Denial;
import dev.tenantmfa.headless.waiting.LoginRun;
import dev.tenantmfa.headless.waiting.Messages;
import dev.tenantmfa.headless.waiting.Need;
import dev.tenantmfa.headless.waiting.PendingLogin;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/** Builds the answer of the challenge endpoint when the flow stopped at its step for codes. */
final class CodeRound {

    private final ChallengeLogin login;
    private final KeycloakSession session;
    private final EventBuilder event;
    private final ChallengeParameters parameters;
    private final UserModel person;

    CodeRound(
            ChallengeLogin login,
            KeycloakSession session,
            EventBuilder event,
            ChallengeParameters parameters,
            LoginRun run) {
        this.login = login;
        this.session = session;
        this.event = event;
        this.parameters = parameters;
        this.person = run.login().getAuthenticatedUser();
    }

    Response answer(PendingLogin pending, CodeStep step) {
        Verification verification = step.verification();
        if (step.need() instanceof Need.Browser browser) {
            return login.toWeb(browser.description());
        } else if (step.need() instanceof Need.App) {
            event.user(person).detail(Details.REASON, "second_factor_missing").error(Errors.RESOLVE_REQUIRED_ACTIONS);
            return login.toWeb("A second factor must be set up first.");
        } else if (verification instanceof Verification.Missing) {
            return parameters.wantsMessage() ? sendMessage(pending, step) : codeMissing(pending, step);
        } else if (verification instanceof Verification.Expired) {
            return codeRequired(
                    noting(pending, step.sending()),
                    step,
                    "The code expired. " + Messages.of(step.sending()),
                    step.sending());
        }
        // Locked users were refused before the flow ran. A lock here means that Keycloak is busy with another attempt
        // of the user.
        Denial denial = Denial.of(verification);
        return denial.retryAfter() != null
                ? denial.challenge(login.putAside(pending), Map.of())
                : codeRequired(pending, step, denial.description(), null);
    }

    private Response codeMissing(PendingLogin pending, CodeStep step) {
        boolean unasked = parameters.text(ChallengeParameters.BINDING_CODE).isPresent();
        return codeRequired(
                pending, step, unasked ? "No code has been sent yet." : "A second factor is required.", null);
    }

    private Response sendMessage(PendingLogin pending, CodeStep step) {
        Optional<MessageCodes> messages = MessageCodes.of(session);
        List<Destination> destinations = step.need().destinations(session, person);
        Optional<String> destination = destination(pending, destinations);
        if (messages.isEmpty() || destination.isEmpty()) {
            return Denial.invalidRequest(
                            destinations.isEmpty() ? "No code can be sent to this user." : "Unknown authenticator_id.")
                    .challenge(login.putAside(pending), Map.of());
        }
        Sending sending = messages.get().send(person, pending.id(), destination.get());
        return codeRequired(noting(pending, sending), step, said(sending), sending);
    }

    /** The requested destination, else the one of the last code, else the first. */
    private Optional<String> destination(PendingLogin pending, List<Destination> destinations) {
        List<String> known = destinations.stream().map(Destination::id).toList();
        Optional<String> asked = parameters.text(ChallengeParameters.AUTHENTICATOR_ID);
        if (asked.isPresent()) {
            return destinations.stream()
                    .filter(destination -> asked.get().equals(Messages.idOf(destination)))
                    .map(Destination::id)
                    .findFirst();
        }
        return pending.lastMessageTo()
                .filter(known::contains)
                .or(() -> known.stream().findFirst());
    }

    private static String said(Sending sending) {
        return sending instanceof Sending.Sent sent
                ? "A code has been sent to " + sent.destination().masked() + "."
                : Messages.of(sending);
    }

    private static PendingLogin noting(PendingLogin pending, @Nullable Sending sending) {
        return sending instanceof Sending.Sent sent
                ? pending.awaiting(sent.challenge(), sent.destination().id())
                : pending;
    }

    private Response codeRequired(PendingLogin pending, CodeStep step, String description, @Nullable Sending sending) {
        List<Destination> destinations = step.need().destinations(session, person);
        return ChallengeAnswers.codeRequired(
                description, login.putAside(pending), step.need().kinds(), destinations, sending);
    }
}
