package dev.tenantmfa.headless.waiting;

import dev.tenantmfa.factor.FactorKind;
import dev.tenantmfa.factor.Method;
import dev.tenantmfa.factor.message.MessageCodes;
import dev.tenantmfa.factor.message.MessageCodes.Destination;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/** What a login without a browser needs beyond the first factor. */
public sealed interface Need {

    /**
     * Nothing: what is needed was shown, or is not needed.
     *
     * @param exempt whether only because the tenant exempted the member
     */
    record Nothing(boolean exempt) implements Need {}

    /**
     * A code.
     *
     * @param methods that the user has and the policy allows; at least one of them has codes
     */
    record Code(Set<Method> methods) implements Need {

        /** Empty if none of the methods has codes. */
        public Set<FactorKind> kinds() {
            Set<FactorKind> kinds = EnumSet.noneOf(FactorKind.class);
            kinds.addAll(FactorKind.typed(methods));
            if (methods.contains(Method.SMS) || methods.contains(Method.EMAIL)) {
                kinds.add(FactorKind.MESSAGE_CODE);
            }
            return kinds;
        }
    }

    /** The setup of an authenticator app, which its first code completes. */
    record App() implements Need {}

    /**
     * A page: only a browser can ask for what the policy allows, or set it up.
     *
     * @param reason for the event
     * @param description for the developer of the application
     */
    record Browser(String reason, String description) implements Need {}

    /** Kinds of codes with which the login can go on; empty if there is none. */
    default Set<FactorKind> kinds() {
        return Set.of();
    }

    /** Where message codes can be sent for this login, the preferred destination first; may be empty. */
    default List<Destination> destinations(KeycloakSession session, UserModel user) {
        Collection<Method> methods = this instanceof Code code ? code.methods() : Set.of();
        return MessageCodes.of(session).map(codes -> codes.destinationsOf(user)).orElseGet(List::of).stream()
                .filter(destination -> methods.contains(methodOf(destination)))
                .toList();
    }

    private static Method methodOf(Destination destination) {
        return switch (destination.channel()) {
            case SMS -> Method.SMS;
            case EMAIL -> Method.EMAIL;
        };
    }
}
