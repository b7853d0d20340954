package dev.tenantmfa.factor;

/**
 * A message code that was sent, to be answered in the same login attempt.
 *
 * @param id 256 random bits, base64url; required to answer
 * @param attempt id of the login attempt in which it was sent
 */
public record MessageChallenge(String id, String attempt) {

    @Override
    public String toString() {
        return "MessageChallenge[hidden]";
    }
}
