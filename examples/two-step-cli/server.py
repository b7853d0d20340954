"""The server's side: one method for each request. Errors become exceptions with a text for people."""

import json
import urllib.error
import urllib.parse
import urllib.request

TIMEOUT_SECONDS = 30
GRANT = "http://auth0.com/oauth/grant-type/mfa-"


class ServerError(Exception):
    """A refusal; the text is for people."""


class NotAuthenticated(ServerError):
    """The access token is not taken any more."""


class WrongCode(ServerError):
    """The code was refused; another one may be tried with the same challenge."""


class CodeExpired(ServerError):
    """The message code came too late, and a new one is on its way."""

    def __init__(self, text, challenge):
        super().__init__(text)
        self.challenge = challenge


class TooManyAttempts(ServerError):
    """The server wants a pause."""

    def __init__(self, text, retry_after):
        super().__init__(text)
        self.retry_after = retry_after


class MfaRequired(Exception):
    """No failure: the password was right, and a second step is due.

    challenge_id goes into that step. types: what the person has ("otp", "recovery-code", "oob"); empty for somebody who
    must set up a factor first.
    """

    def __init__(self, challenge_id, types):
        super().__init__("A second factor is required.")
        self.challenge_id = challenge_id
        self.types = types


class Server:
    """issuer such as http://localhost:8080/realms/demo"""

    def __init__(self, issuer, client_id):
        self._issuer = issuer.rstrip("/")
        self._client_id = client_id

    # --- the login: one step, or two

    def log_in(self, username, password, tenant=None):
        """Tokens; MfaRequired when the second step is due."""
        form = {"grant_type": "password", "username": username, "password": password}
        if tenant:
            form["tenant"] = tenant
        return self._token(form)

    def complete_with_totp(self, challenge_id, code):
        return self._token({"grant_type": GRANT + "otp", "mfa_token": challenge_id, "otp": code})

    def complete_with_backup_code(self, challenge_id, code):
        return self._token({"grant_type": GRANT + "recovery-code", "mfa_token": challenge_id, "recovery_code": code})

    def complete_with_message(self, challenge_id, message, code):
        return self._token(
            {
                "grant_type": GRANT + "oob",
                "mfa_token": challenge_id,
                "oob_code": message["oob_code"],
                "binding_code": code,
            }
        )

    def send_message(self, challenge_id):
        """Has a message sent; gives its oob_code and destination."""
        form = {"mfa_token": challenge_id, "client_id": self._client_id, "challenge_type": "oob"}
        return self._call("POST", "/mfa/challenge", body=form)

    def associate(self, challenge_id):
        """For somebody who must set up a factor first: secret, barcode_uri and recovery_codes."""
        return self._call("POST", "/mfa/associate", bearer=challenge_id, body={"authenticator_types": ["otp"]})

    # --- with tokens

    def refresh(self, refresh_token):
        return self._token({"grant_type": "refresh_token", "refresh_token": refresh_token})

    def userinfo(self, access_token):
        return self._call("GET", "/protocol/openid-connect/userinfo", bearer=access_token)

    def tenants(self, access_token):
        return self._call("GET", "/tenants", bearer=access_token)

    def mfa_status(self, access_token):
        return self._call("GET", "/mfa/status", bearer=access_token)

    def log_out(self, refresh_token):
        form = {"client_id": self._client_id, "refresh_token": refresh_token}
        self._form("/protocol/openid-connect/logout", form)

    # --- how answers are read

    def _token(self, form):
        return self._form(
            "/protocol/openid-connect/token", {"client_id": self._client_id, "scope": "openid", **form}
        )

    def _form(self, path, form):
        return self._send("POST", path, {}, urllib.parse.urlencode(form).encode())

    def _call(self, method, path, bearer=None, body=None):
        headers = {}
        if bearer:
            headers["Authorization"] = "Bearer " + bearer
        data = None
        if body is not None:
            headers["Content-Type"] = "application/json"
            data = json.dumps(body).encode()
        return self._send(method, path, headers, data)

    def _send(self, method, path, headers, data):
        url = self._issuer + path
        request = urllib.request.Request(url, data=data, headers=headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as response:
                return _json(response.read())
        except urllib.error.HTTPError as error:
            raise _refusal(error.code, _json(error.read()), error.headers.get("Retry-After")) from None
        except urllib.error.URLError as error:
            raise ServerError(f"{url} does not answer ({error.reason}). Does the demo run? ./mvnw -Pdemo") from None


def _refusal(status, answer, retry_after):
    """OAuth errors (error, error_description) and problem documents (code, detail) alike."""
    error = answer.get("error") or answer.get("code") or ""
    text = answer.get("error_description") or answer.get("detail") or f"HTTP {status}"
    if status == 403 and error == "mfa_required" and "mfa_token" in answer:
        types = [kind["type"] for kind in answer.get("mfa_requirements", {}).get("challenge", [])]
        return MfaRequired(answer["mfa_token"], types)
    if status == 429:
        return TooManyAttempts(text, int(retry_after or 60))
    if status == 401:
        return NotAuthenticated(text)
    if text.startswith("The code expired."):
        return CodeExpired(text, answer) if "oob_code" in answer else ServerError(text)
    if text == "The code was incorrect.":
        return WrongCode(text)
    return ServerError(text)


def _json(body):
    try:
        return json.loads(body or b"{}")
    except ValueError:
        return {}
