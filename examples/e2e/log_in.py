#!/usr/bin/env python3
"""Logs in with a second factor, as an end-to-end test does. Uses nothing but the standard library.

    ./log_in.py URL REALM CLIENT USERNAME PASSWORD SECRET_OR_BACKUP_CODE

Prints the claims of the access token. Exit code 1 if the login is refused.
"""
import base64
import hashlib
import hmac
import json
import struct
import sys
import time
import urllib.error
import urllib.parse
import urllib.request


def totp(secret, now=None):
    """The code that an authenticator app shows (RFC 6238; SHA1, 6 digits, 30 seconds)."""
    key = base64.b32decode(secret)
    step = struct.pack(">Q", int((now or time.time()) // 30))
    digest = hmac.new(key, step, hashlib.sha1).digest()
    offset = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[offset:offset + 4])[0] & 0x7fffffff) % 1000000:06d}"


def log_in(url, realm, client, username, password, code):
    form = {"grant_type": "password", "client_id": client, "username": username, "password": password}
    if code:
        form["totp"] = code
    request = urllib.request.Request(
        f"{url}/realms/{realm}/protocol/openid-connect/token", urllib.parse.urlencode(form).encode())
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)["access_token"]


def claims(token):
    payload = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))


def main():
    url, realm, client, username, password, factor = sys.argv[1:]
    try:
        token = log_in(url, realm, client, username, password, factor if factor.isdigit() else totp(factor))
    except urllib.error.HTTPError as refused:
        sys.exit(f"{refused.code} {refused.read().decode()}")
    print(json.dumps(claims(token), indent=2))


if __name__ == "__main__":
    main()
