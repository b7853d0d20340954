package dev.tenantmfa.it.assurance;

import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;

/** A login whose tokens come in the fragment of the redirect URI: the implicit and the hybrid flow. */
final class FrontChannelLogin extends PageLogin {

    FrontChannelLogin(MatrixRealm matrix, Visitor visitor, AuthorizationRequest request, Person person) {
        super(matrix, visitor, request, person);
    }

    @Override
    Outcome outcome(WebPage end) {
        String fragment = end.uri().getRawFragment();
        if (!end.html().isEmpty() || fragment == null) {
            return super.outcome(end);
        }
        boolean tokens = fragment.contains("access_token=") || fragment.contains("id_token=");
        return Outcome.of(
                tokens ? Outcome.Kind.TOKENS : Outcome.Kind.OTHER, end.uri().toString());
    }
}
