#!/usr/bin/env python3
"""Makes lines for POST /admin/realms/{realm}/mfa/import from what another system exports.

    ./convert.py FORMAT [FILE] > users.ndjson

FORMAT is auth0, okta, firebase, keycloak or netzbegruenung; FILE is JSON, or one JSON object in each line. The lines
contain secrets: keep them in a file that only you can read, and delete it after the import. Users who are left out are
listed on standard error, with the reason and without their secrets.
"""
import argparse
import base64
import json
import sys


class LeftOut(Exception):
    """A user whose second factor cannot be moved; says why."""


def user_of(**names):
    """The first of these names that the export has."""
    for field, value in names.items():
        if value:
            return {field: value}
    raise LeftOut("has no username and no e-mail address")


def auth0(user):
    """Users in the format of Auth0's bulk import, with mfa_factors."""
    line = user_of(email=user.get("email"), username=user.get("username"))
    for factor in user.get("mfa_factors") or []:
        if "totp" in factor:
            # Auth0 has no other parameters.
            line.update(secret=factor["totp"]["secret"], digits=6, period=30, algorithm="SHA1")
        elif "phone" in factor:
            line["phone"] = factor["phone"]["value"]
    return line


def okta(user):
    """A user of Okta's API, with the answer of GET /api/v1/users/{id}/factors as "factors"."""
    profile = user.get("profile") or {}
    line = user_of(username=profile.get("login"), email=profile.get("email"))
    for factor in user.get("factors") or []:
        if factor.get("factorType") == "sms" and factor.get("status") == "ACTIVE":
            # Okta writes +1-555-415-1337.
            line["phone"] = factor["profile"]["phoneNumber"].replace("-", "")
    return line


def firebase(user):
    """A user of firebase auth:export, or of accounts:batchGet of Identity Platform."""
    line = user_of(email=user.get("email"), username=user.get("localId"))
    for factor in user.get("mfaInfo") or []:
        if factor.get("phoneInfo"):
            line["phone"] = factor["phoneInfo"]
    return line


def keycloak(user):
    """A user of kc.sh export, with Keycloak's own OTP."""
    line = user_of(username=user.get("username"))
    for credential in user.get("credentials") or []:
        data = json.loads(credential.get("credentialData") or "{}")
        if credential.get("type") != "otp" or data.get("subType") != "totp" or "secret" in line:
            continue
        secret = json.loads(credential["secretData"])["value"]
        if data.get("secretEncoding") != "BASE32":
            # Keycloak's app shows the Base32 of these characters.
            secret = base64.b32encode(secret.encode()).decode().rstrip("=")
        line.update(secret=secret, digits=data["digits"], period=data["period"], algorithm=data["algorithm"])
        if credential.get("userLabel"):
            line["device_name"] = credential["userLabel"]
    return line


def netzbegruenung(user):
    """A user of kc.sh export of a realm with the plugin sms-authenticator."""
    line = user_of(username=user.get("username"))
    for credential in user.get("credentials") or []:
        if credential.get("type") == "mobile-number":
            data = json.loads(credential.get("credentialData") or "{}")
            line["phone"] = data.get("mobileNumber") or data.get("mobile_number")
    return line


FORMATS = {each.__name__: each for each in (auth0, okta, firebase, keycloak, netzbegruenung)}


def users_in(text):
    """A list, {"users": [...]}, or one user in each line."""
    try:
        parsed = json.loads(text)
    except json.JSONDecodeError:
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    if isinstance(parsed, dict):
        return parsed["users"] if "users" in parsed else [parsed]
    return parsed


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("format", choices=FORMATS)
    parser.add_argument("file", nargs="?", help="standard input if it is missing")
    arguments = parser.parse_args()
    if arguments.file:
        with open(arguments.file, encoding="utf-8-sig") as file:
            text = file.read()
    else:
        text = sys.stdin.read()
    moved = left = 0
    for number, user in enumerate(users_in(text), start=1):
        name = f"user {number}"
        try:
            line = FORMATS[arguments.format](user)
            name = next(iter(line.values()))
            if not {"secret", "phone"} & line.keys():
                raise LeftOut("has no app and no phone that can be moved")
        except LeftOut as reason:
            left += 1
            print(f"left out: {name}: {reason}", file=sys.stderr)
        except (KeyError, TypeError, AttributeError, ValueError) as problem:
            left += 1
            print(f"left out: {name}: is not of the format {arguments.format} ({type(problem).__name__})", file=sys.stderr)
        else:
            moved += 1
            print(json.dumps(line, ensure_ascii=False))
    print(f"{moved} users, {left} left out", file=sys.stderr)


if __name__ == "__main__":
    main()
