"""The .env file: what the client needs to log in without its person. Readable for its owner alone."""

import os
import tempfile

URL = "TENANT_MFA_URL"
CLIENT_ID = "TENANT_MFA_CLIENT_ID"
USERNAME = "TENANT_MFA_USERNAME"
PASSWORD = "TENANT_MFA_PASSWORD"
MFA_SECRET = "TENANT_MFA_SECRET"
TOKEN = "TENANT_MFA_TOKEN"
LAST_STEP = "TENANT_MFA_LAST_STEP"

DEFAULTS = {URL: "http://localhost:8080/realms/demo", CLIENT_ID: "demo-cli"}


class SettingsError(Exception):
    """Something is missing or unsafe; the text says what to do."""


class Settings:
    """Values of the file. The environment wins over them, except for what the client itself renews."""

    def __init__(self, path):
        self._path = path
        self._values = {}
        if os.path.exists(path):
            self._check_mode()
            with open(path, encoding="utf-8") as lines:
                self._values = dict(_parse(line) for line in lines if "=" in line and not line.startswith("#"))

    def get(self, name):
        given = os.environ.get(name) if name not in (TOKEN, LAST_STEP) else None
        return given or self._values.get(name) or DEFAULTS.get(name)

    def require(self, name):
        value = self.get(name)
        if not value:
            raise SettingsError(f"{name} is missing. Run: python3 main.py setup")
        return value

    def save(self, **changes):
        """Replaces the file in one go, so that a crash leaves the old one or the new one, never half of one."""
        self._values.update(changes)
        folder = os.path.dirname(os.path.abspath(self._path))
        descriptor, unfinished = tempfile.mkstemp(dir=folder, prefix=".env-")  # 0600 from its first byte
        with os.fdopen(descriptor, "w", encoding="utf-8") as out:
            for name, value in sorted(self._values.items()):
                out.write(f"{name}={_quote(value)}\n")
        os.replace(unfinished, self._path)

    def _check_mode(self):
        if os.name == "posix" and os.stat(self._path).st_mode & 0o077:
            raise SettingsError(f"{self._path} can be read by others. Run: chmod 600 {self._path}")


def _quote(value):
    if "\n" in value or "\r" in value:
        raise SettingsError("A value must be one line.")
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _parse(line):
    name, value = line.rstrip("\n").split("=", 1)
    value = value.strip()
    if len(value) >= 2 and value[0] == value[-1] == "'":
        value = value[1:-1].replace("\\'", "'").replace("\\\\", "\\")
    return name.strip(), value
