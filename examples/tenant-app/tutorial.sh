#!/usr/bin/env bash
# A tenant's first day, as its application sees it: sign-up, profile, refresh, second factor, logout.
# Usage: ./tutorial.sh [e-mail]    (needs bash, curl and python3; TENANT_APP_PASSWORD for a password of one's own)
set -euo pipefail

URL=${TENANT_MFA_URL:-http://localhost:8080/realms/demo}
CLIENT=${TENANT_MFA_CLIENT_ID:-demo-signup}
OIDC=$URL/protocol/openid-connect
EMAIL=${1:-owner-$(date +%s)-$$@example.test}
PASSWORD=${TENANT_APP_PASSWORD:-$(python3 -c 'import secrets; print("Aa1!" + secrets.token_urlsafe(18))')}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# --- small tools. Secrets go through pipes, so that no list of processes shows them.

heading() { printf '\n== %s\n' "$*"; }
say() { printf '   %s\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }

# form name value …, json name value …
form() { printf '%s\0' "$@" | python3 -c '
import sys, urllib.parse
words = sys.stdin.read().split("\0")[:-1]
print(urllib.parse.urlencode(list(zip(words[::2], words[1::2]))), end="")'; }
json() { printf '%s\0' "$@" | python3 -c '
import json, sys
words = sys.stdin.read().split("\0")[:-1]
print(json.dumps(dict(zip(words[::2], words[1::2]))), end="")'; }

# field name: of the last answer; claim name: of the access token
field() { python3 -c '
import json, sys
try:
    value = json.load(open(sys.argv[1])).get(sys.argv[2], "")
except ValueError:
    value = ""
print(" ".join(value) if isinstance(value, list) else value)' "$work/body" "$1"; }
claim() { printf '%s' "$ACCESS_TOKEN" | python3 -c '
import base64, json, sys
part = sys.stdin.read().split(".")[1]
print(json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))).get(sys.argv[1]))' "$1"; }

# code step: RFC 6238 with the secret that the set-up gave
code() { printf '%s' "$SECRET" | python3 -c '
import base64, hashlib, hmac, struct, sys
key = base64.b32decode(sys.stdin.read())
digest = hmac.new(key, struct.pack(">Q", int(sys.argv[1])), hashlib.sha1).digest()
number = struct.unpack(">I", digest[digest[-1] & 15:][:4])[0] & 0x7FFFFFFF
print("%06d" % (number % 10**6))' "$1"; }
step() { echo $(($(date +%s) / 30)); }

# call METHOD url [content-type]: body from standard input; the token goes along while there is one
call() {
    local arguments=(--silent --show-error --max-time 30 --request "$1" --output "$work/body" --dump-header "$work/head"
        --write-out '%{http_code}')
    if [ $# -gt 2 ]; then arguments+=(--header "Content-Type: $3" --data-binary @-); fi
    if [ -n "${BEARER-}" ]; then
        printf 'Authorization: Bearer %s' "$BEARER" >"$work/bearer"
        arguments+=(--header "@$work/bearer")
    fi
    : >"$work/body"
    STATUS=$(curl "${arguments[@]}" "$2") || fail "$URL does not answer. Start the demo: ./mvnw -Pdemo"
}
post_form() { local url=$1; shift; call POST "$url" application/x-www-form-urlencoded < <(form "$@"); }
post_json() { local url=$1; shift; call POST "$url" application/json < <(json "$@"); }

expect() {
    [ "$STATUS" = "$1" ] && return
    if [ "$STATUS" = 429 ]; then
        fail "$2: too many attempts. Try again in $(tr -d '\r' <"$work/head" | sed -n 's/^[Rr]etry-[Aa]fter: //p') seconds."
    fi
    fail "$2: expected $1, got $STATUS: $(field error) $(field error_description) $(field code) $(field detail)"
}

log_in() { BEARER= post_form "$OIDC/token" grant_type password client_id "$CLIENT" scope openid \
    username "$EMAIL" password "$PASSWORD" "$@"; }
keep_tokens() {
    ACCESS_TOKEN=$(field access_token)
    REFRESH_TOKEN=$(field refresh_token)
}

heading "Create your first tenant: the first login does"
log_in tenant_name "${TENANT_APP_NAME:-Company of $EMAIL}"
expect 200 "Sign-up of $EMAIL"
keep_tokens
say "$EMAIL is $(claim tenant_role) of \"$(claim tenant_name)\" ($(claim tenant_id))"
say "access token valid for $(field expires_in) seconds"

heading "Call a protected endpoint"
BEARER=$ACCESS_TOKEN call GET "$URL/tenants/me/users/$(claim sub)"
expect 200 "The profile"
say "role $(field role), username $(field username), second factor: $(field is_totp_enabled)"
BEARER= call GET "$URL/tenants/me"
expect 401 "A call without a token"
say "without a token: 401 $(field code)"

heading "Refresh the tokens"
old=$REFRESH_TOKEN
post_form "$OIDC/token" grant_type refresh_token client_id "$CLIENT" refresh_token "$old"
expect 200 "The refresh"
keep_tokens
say "new tokens"
post_form "$OIDC/token" grant_type refresh_token client_id "$CLIENT" refresh_token "$old"
expect 400 "The old refresh token"
say "the old refresh token: 400 $(field error)"

heading "Set up a second factor"
log_in
expect 200 "The login"
keep_tokens
BEARER=$ACCESS_TOKEN post_json "$URL/mfa/setup" password "$PASSWORD"
expect 200 "The set-up"
SECRET=$(field secret)
say "secret, shown once: $SECRET"
say "account $(field account_name) at $(field issuer); the QR code is in qr_code_data_uri"
say "backup codes, to keep in a safe place: $(field backup_codes)"
used=$(step)
BEARER=$ACCESS_TOKEN post_json "$URL/mfa/enable" code "$(code "$used")" device_name "tutorial"
expect 200 "The first code"
say "on: $(field enabled)"

heading "Log in with it"
log_in
expect 403 "A login without a code"
say "without a code: 403 $(field error)"
if [ "$(step)" -le "$used" ]; then
    say "each code is valid once; waiting for the next one ..."
    sleep $(((used + 1) * 30 - $(date +%s)))
fi
log_in totp "$(code "$(step)")"
expect 200 "The login with a code"
keep_tokens
say "logged in, mfa: $(claim mfa)"

heading "Log out"
post_form "$OIDC/logout" client_id "$CLIENT" refresh_token "$REFRESH_TOKEN"
expect 204 "The logout"
post_form "$OIDC/token" grant_type refresh_token client_id "$CLIENT" refresh_token "$REFRESH_TOKEN"
expect 400 "The refresh token after the logout"
say "the refresh token: 400 $(field error)"
BEARER=$ACCESS_TOKEN call GET "$URL/tenants/me"
expect 401 "The access token after the logout"
say "the access token, at once: 401 $(field code)"
