"""The API behind the login: calls, and the one place that logs in again."""

import functools
import json
import urllib.error
import urllib.parse
import urllib.request

import settings as names
import totp

TIMEOUT_SECONDS = 30

# OAuth has one error code for both; the server tells them apart by these texts.
CODE_REFUSED = "The code was incorrect."
CREDENTIALS_REFUSED = "Invalid user credentials"


class ApiError(Exception):
    """An answer that is no success; the text is for people."""


class NotAuthenticated(ApiError):
    """The session is gone or too weak: log in again."""


class LoginFailed(ApiError):
    """Logging in again will not help; somebody has to look."""


class WrongCode(ApiError):
    """The server did not take the code: wrong, or used before."""


class TooManyAttempts(ApiError):
    """The server wants a pause."""

    def __init__(self, text, retry_after):
        super().__init__(f"{text} Try again in {retry_after} seconds.")
        self.retry_after = retry_after


def retry_on_auth_error(call):
    """Logs in again when the session has ended, and makes the call once more; a second refusal goes to the caller."""

    @functools.wraps(call)
    def healed(self, *args, **kwargs):
        try:
            return call(self, *args, **kwargs)
        except NotAuthenticated:
            self.log_in()
            return call(self, *args, **kwargs)

    return healed


class Api:
    """What the application uses. None of its calls needs a login before it."""

    def __init__(self, settings, clock):
        self._settings = settings
        self._clock = clock

    @retry_on_auth_error
    def tenant(self):
        """The tenant that the person acts for."""
        return self.request("GET", "/tenants/me")

    @retry_on_auth_error
    def mfa_status(self):
        return self.request("GET", "/mfa/status")

    @retry_on_auth_error
    def set_up_mfa(self):
        """A new secret and backup codes; not valid until enable_mfa."""
        return self.request("POST", "/mfa/setup", {"password": self._settings.require(names.PASSWORD)})

    def enable_mfa(self, secret, device_name):
        """Proves the secret by its first code. Not retried: a pending set-up belongs to its session."""
        step = totp.step(self._clock)
        self._remember(step)
        return self.request("POST", "/mfa/enable", {"code": totp.code(secret, step), "device_name": device_name})

    def log_in(self):
        """A new session, by password and, where there is a secret, a code computed from it."""
        secret = self._settings.get(names.MFA_SECRET)
        if not secret:
            self._store(self._grant({}))
            return
        self._wait_for_unused_step()
        try:
            self._store(self._grant({"totp": self._next_code(secret)}))
        except WrongCode:
            # Each code is good once: another process of this person, or the run before, may have used this one.
            self._wait_for_unused_step()
            try:
                self._store(self._grant({"totp": self._next_code(secret)}))
            except WrongCode:
                raise LoginFailed(
                    "Two codes in a row were refused. Check this machine's clock, and whether "
                    f"{names.MFA_SECRET} is still the secret of this account (python3 main.py setup makes a new one)."
                ) from None

    def request(self, method, path, body=None):
        """One call with the present token, without any healing."""
        token = self._settings.get(names.TOKEN)
        if not token:
            raise NotAuthenticated("No session yet.")
        headers = {"Authorization": "Bearer " + token}
        data = None
        if body is not None:
            headers["Content-Type"] = "application/json"
            data = json.dumps(body).encode()
        status, answer, retry_after = self._send(method, path, headers, data)
        if status < 300:
            return answer
        detail = answer.get("detail") or answer.get("title") or f"HTTP {status}"
        if status == 401 or (status == 403 and answer.get("code") == "mfa_required"):
            raise NotAuthenticated(detail)
        if status == 429:
            raise TooManyAttempts(detail, retry_after)
        raise ApiError(f"{method} {path}: {detail}")

    # --- the login

    def _grant(self, code):
        form = {
            "grant_type": "password",
            "client_id": self._settings.require(names.CLIENT_ID),
            "scope": "openid",
            "username": self._settings.require(names.USERNAME),
            "password": self._settings.require(names.PASSWORD),
            **code,
        }
        status, answer, retry_after = self._send(
            "POST", "/protocol/openid-connect/token", {}, urllib.parse.urlencode(form).encode()
        )
        if status == 200:
            return answer["access_token"]
        error = answer.get("error", "")
        description = answer.get("error_description", f"HTTP {status}")
        if status == 429:
            raise TooManyAttempts(description, retry_after)
        if error == "mfa_required" and "enroll" in answer.get("mfa_requirements", {}):
            raise LoginFailed(
                "This account must have a second factor before it may log in here. Set it up in the account console "
                f"and save the secret as {names.MFA_SECRET} in the .env file."
            )
        if error == "mfa_required":
            raise LoginFailed(
                "This account has a second factor whose secret the client does not know. "
                f"Save it as {names.MFA_SECRET} in the .env file."
            )
        if description == CODE_REFUSED:
            raise WrongCode(description)
        hint = " Check user name and password in the .env file." if description == CREDENTIALS_REFUSED else ""
        raise LoginFailed(f"The login was refused: {description}.{hint}".replace("..", "."))

    def _wait_for_unused_step(self):
        seconds = (int(self._settings.get(names.LAST_STEP) or 0) + 1) * totp.PERIOD_SECONDS - self._clock.now()
        if seconds > 0:
            self._clock.wait(seconds)

    def _next_code(self, secret):
        step = totp.step(self._clock)
        self._remember(step)
        return totp.code(secret, step)

    def _remember(self, step):
        """Over runs too: a code that was used already is refused, and refusals are limited."""
        self._settings.save(**{names.LAST_STEP: str(step)})

    def _store(self, token):
        self._settings.save(**{names.TOKEN: token})

    def _send(self, method, path, headers, data):
        url = self._settings.require(names.URL) + path
        request = urllib.request.Request(url, data=data, headers=headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as response:
                return response.status, _json(response.read()), 0
        except urllib.error.HTTPError as error:
            return error.code, _json(error.read()), int(error.headers.get("Retry-After") or 0)
        except urllib.error.URLError as error:
            raise ApiError(f"{url} does not answer ({error.reason}). Does the demo run? ./mvnw -Pdemo") from None


def _json(body):
    try:
        parsed = json.loads(body or b"{}")
    except ValueError:
        return {}
    return parsed if isinstance(parsed, (dict, list)) else {}
