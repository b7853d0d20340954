"""Logs in in two steps and keeps the tokens encrypted.

    ./run login [user]     asks for the password, and for a code where one is due
    ./run whoami           who is logged in, for which tenant
    ./run refresh          new tokens for the old ones
    ./run logout           ends the session and forgets the tokens
"""

import getpass
import os
import sys
import time

from server import CodeExpired, MfaRequired, NotAuthenticated, Server, ServerError, TooManyAttempts, WrongCode
from token_store import StoreError, TokenStore

FAILED, USAGE, TRY_LATER = 1, 2, 75
EXPIRY_MARGIN_SECONDS = 30
TRIES = 3

PROMPTS = {
    "otp": "Enter the code of your authenticator app: ",
    "recovery-code": "Enter one of your backup codes: ",
    "oob": "Enter the code of the message: ",
}
CHOICES = {"otp": "authenticator app", "recovery-code": "backup code", "oob": "message (SMS or e-mail)"}


def main(arguments):
    server = Server(
        os.environ.get("TENANT_MFA_URL", "http://localhost:8080/realms/demo"),
        os.environ.get("TENANT_MFA_CLIENT_ID", "demo-cli"),
    )
    store = TokenStore(token_file(), ask_passphrase)
    commands = {"login": log_in, "whoami": who_am_i, "refresh": refresh, "logout": log_out}
    if not arguments or arguments[0] not in commands or len(arguments) > (2 if arguments[0] == "login" else 1):
        print(__doc__.strip(), file=sys.stderr)
        return USAGE
    try:
        commands[arguments[0]](server, store, *arguments[1:])
        return 0
    except TooManyAttempts as error:
        print(f"{error} ({error.retry_after} seconds)", file=sys.stderr)
        return TRY_LATER
    except NotAuthenticated:
        print("The session has ended. Run: ./run login", file=sys.stderr)
        return FAILED
    except (ServerError, StoreError) as error:
        print(error, file=sys.stderr)
        return FAILED


# --- commands


def log_in(server, store, username=None):
    username = username or ask("User name or e-mail: ")
    password = ask_secretly("Password: ")
    try:
        tokens = server.log_in(username, password, os.environ.get("TENANT_MFA_TENANT"))
    except MfaRequired as step:
        tokens = second_step(server, step)
    keep(store, tokens, new=True)
    print(f"Logged in. Tokens are kept encrypted in {token_file()}.")


def who_am_i(server, store):
    person, tenants, mfa = with_token(
        server, store, lambda token: (server.userinfo(token), server.tenants(token), server.mfa_status(token))
    )
    print(f"{person.get('email') or person['preferred_username']}")
    for tenant in tenants:
        print(f"  {tenant['role']} of {tenant['tenant_name']} ({tenant['alias']})")
    print(f"  second factor: {'on' if mfa['enabled'] else 'off'}")


def refresh(server, store):
    renew(server, store, store.load())
    print("The tokens are new. The old refresh token is no longer valid.")


def log_out(server, store):
    tokens = store.load()
    try:
        server.log_out(tokens["refresh_token"])
    except ServerError as error:
        print(f"The server had ended the session already ({error}).", file=sys.stderr)
    store.delete()
    print("Logged out.")


# --- the second step


def second_step(server, step):
    if not step.types:
        return set_up(server, step.challenge_id)
    kind = choose(step.types)
    message = send_message(server, step.challenge_id) if kind == "oob" else None
    for _ in range(TRIES):
        code = ask(PROMPTS[kind]).strip()
        try:
            if kind == "otp":
                return server.complete_with_totp(step.challenge_id, code)
            if kind == "recovery-code":
                return server.complete_with_backup_code(step.challenge_id, code)
            return server.complete_with_message(step.challenge_id, message, code)
        except CodeExpired as expired:
            print(expired)
            message = expired.challenge
        except WrongCode as wrong:
            print(wrong)
    raise ServerError(f"{TRIES} codes were incorrect. Check the clock of the phone, then run ./run login again.")


def choose(types):
    known = [kind for kind in types if kind in CHOICES]
    if not known:
        raise ServerError(f"This tool supports none of: {', '.join(types)}. Log in with a browser.")
    if len(known) == 1:
        return known[0]
    print("How do you want to prove that it is you?")
    for number, kind in enumerate(known, 1):
        print(f"  {number} {CHOICES[kind]}")
    answer = ask("Number [1]: ").strip() or "1"
    if not answer.isdigit() or not 1 <= int(answer) <= len(known):
        raise ServerError(f"There is no {answer}. Run: ./run login")
    return known[int(answer) - 1]


def send_message(server, challenge_id):
    message = server.send_message(challenge_id)
    print(f"A code has been sent to {message['destination']}.", flush=True)
    return message


def set_up(server, challenge_id):
    """Somebody whose tenant demands a second factor and who has none."""
    factor = server.associate(challenge_id)
    print("You need a second factor here. Add this to your authenticator app; it is shown once:")
    print(f"  secret: {factor['secret']}")
    print(f"  or as a link: {factor['barcode_uri']}")
    print("  backup codes, to keep in a safe place: " + " ".join(factor["recovery_codes"]))
    for _ in range(TRIES):
        try:
            return server.complete_with_totp(challenge_id, ask(PROMPTS["otp"]).strip())
        except WrongCode as wrong:
            print(wrong)
    raise ServerError(f"{TRIES} codes were incorrect, and nothing was set up. Check the clock of the phone, then run ./run login.")


# --- tokens


def with_token(server, store, call):
    """Refreshes before the access token ends, and once more should the server not take it."""
    tokens = store.load()
    if tokens["expires_at"] - EXPIRY_MARGIN_SECONDS < time.time():
        tokens = renew(server, store, tokens)
    try:
        return call(tokens["access_token"])
    except NotAuthenticated:
        return call(renew(server, store, tokens)["access_token"])


def renew(server, store, tokens):
    try:
        return keep(store, server.refresh(tokens["refresh_token"]))
    except TooManyAttempts:
        raise
    except ServerError as error:
        raise NotAuthenticated(str(error)) from None


def keep(store, answer, new=False):
    tokens = {
        "access_token": answer["access_token"],
        "refresh_token": answer["refresh_token"],
        "expires_at": time.time() + answer["expires_in"],
    }
    store.save(tokens, new)
    return tokens


def token_file():
    home = os.environ.get("XDG_CONFIG_HOME") or os.path.join(os.path.expanduser("~"), ".config")
    return os.environ.get("TENANT_MFA_TOKEN_FILE") or os.path.join(home, "tenant-mfa-cli", "tokens")


# --- the person


def ask_passphrase(new):
    """TENANT_MFA_PASSPHRASE is for scripts; where others can see the environment, leave it out and type."""
    given = os.environ.get("TENANT_MFA_PASSPHRASE")
    if given:
        return given
    passphrase = ask_secretly("Passphrase for the tokens on this disk (new): " if new else "Passphrase of the tokens: ")
    if not passphrase:
        raise StoreError("A passphrase is required to store the tokens.")
    if new and sys.stdin.isatty() and ask_secretly("Once more: ") != passphrase:
        raise StoreError("The passphrases differ. Run: ./run login")
    return passphrase


def ask_secretly(prompt):
    """Without an echo at a terminal; from a pipe, as scripts give it."""
    return getpass.getpass(prompt) if sys.stdin.isatty() else ask(prompt)


def ask(prompt):
    try:
        return input(prompt)
    except EOFError:
        raise ServerError("\nNo answer was entered.") from None


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
