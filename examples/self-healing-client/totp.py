"""One-time codes (RFC 6238: SHA-1, 6 digits, 30 seconds), and the clock they follow."""

import base64
import hashlib
import hmac
import struct
import time

PERIOD_SECONDS = 30
DIGITS = 6


class Clock:
    """The machine's clock. Codes follow it, so it has to be right to some seconds (NTP)."""

    def now(self):
        return time.time()

    def wait(self, seconds):
        time.sleep(seconds)


def step(clock):
    """The number of the present time step. A server takes each step of a person once."""
    return int(clock.now()) // PERIOD_SECONDS


def code(secret, time_step):
    """The code of a time step; the secret in Base32, spaces allowed."""
    key = secret.replace(" ", "").upper()
    key = base64.b32decode(key + "=" * (-len(key) % 8))
    digest = hmac.new(key, struct.pack(">Q", time_step), hashlib.sha1).digest()
    offset = digest[-1] & 0x0F
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return str(number % 10**DIGITS).zfill(DIGITS)
