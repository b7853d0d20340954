"""A client that keeps itself logged in: see README.md.

    python3 main.py setup     once: gives the account a second factor and saves its secret
    python3 main.py tenant    a call; logs in by itself whenever that is needed
    python3 main.py status    another one
"""

import getpass
import os
import sys

import settings as names
from api import Api, ApiError, TooManyAttempts
from settings import Settings, SettingsError
from totp import Clock

FAILED = 1
TRY_LATER = 75


def main(arguments, clock=None):
    path = os.environ.get("TENANT_MFA_ENV_FILE", os.path.join(os.path.dirname(os.path.abspath(__file__)), ".env"))
    commands = {"setup": set_up, "tenant": show_tenant, "status": show_status}
    if len(arguments) != 1 or arguments[0] not in commands:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    try:
        settings = Settings(path)
        commands[arguments[0]](settings, Api(settings, clock or Clock()))
        return 0
    except TooManyAttempts as error:
        print(error, file=sys.stderr)
        return TRY_LATER
    except (ApiError, SettingsError) as error:
        print(error, file=sys.stderr)
        return FAILED


def show_tenant(settings, api):
    tenant = api.tenant()
    print(f"{tenant['tenant_name']} ({tenant['alias']}), {'active' if tenant['is_active'] else 'suspended'}")


def show_status(settings, api):
    status = api.mfa_status()
    print(f"second factor: {'on' if status['enabled'] else 'off'}, backup codes left: {status['backup_codes_remaining']}")


def set_up(settings, api):
    username = settings.get(names.USERNAME) or input("User name or e-mail: ")
    password = settings.get(names.PASSWORD) or ask_secretly("Password: ")
    settings.save(**{names.USERNAME: username, names.PASSWORD: password})
    api.log_in()
    pending = api.set_up_mfa()
    # Saved and shown before it counts: nothing may go wrong between the server's yes and the only copy of the secret.
    settings.save(**{names.MFA_SECRET: pending["secret"]})
    print("This is shown once; keep it in a safe place:")
    print(f"  {names.MFA_SECRET}={pending['secret']}")
    print("  backup codes: " + " ".join(pending["backup_codes"]))
    try:
        api.enable_mfa(pending["secret"], "self-healing client")
    except ApiError:
        settings.save(**{names.MFA_SECRET: ""})
        print("The second factor was not switched on. The secret and the codes above are not valid.", file=sys.stderr)
        raise
    print("The second factor is on. The secret is saved in the .env file, which only you can read.")


def ask_secretly(prompt):
    """Without an echo at a terminal; from a pipe, as scripts give it."""
    return getpass.getpass(prompt) if sys.stdin.isatty() else input(prompt)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
