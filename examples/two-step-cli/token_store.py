"""Tokens on disk: encrypted under a passphrase, readable for their owner alone."""

import base64
import hashlib
import json
import os
import tempfile

from cryptography.fernet import Fernet, InvalidToken

# scrypt with 2^15 * 8 * 128 bytes = 32 MiB of memory, about a tenth of a second: cheap for a person, dear for a guesser.
COST, BLOCK_SIZE, PARALLEL = 2**15, 8, 1
SALT_BYTES = 16


class StoreError(Exception):
    """The tokens cannot be read or kept; the text says what to do."""


class TokenStore:
    """One file. Its form: {"salt": …, "tokens": …}, both Base64; the salt is new at each login."""

    def __init__(self, path, ask_passphrase):
        """ask_passphrase(new) is called when a key is needed, once; new tells whether it is being chosen."""
        self._path = path
        self._ask_passphrase = ask_passphrase
        self._passphrase = None

    def exists(self):
        return os.path.exists(self._path)

    def load(self):
        if not self.exists():
            raise StoreError("Not logged in. Run: ./run login")
        self._check_mode()
        with open(self._path, encoding="utf-8") as stored:
            try:
                document = json.load(stored)
                salt, sealed = base64.b64decode(document["salt"]), document["tokens"].encode()
            except (ValueError, KeyError, AttributeError, TypeError):
                raise StoreError(f"{self._path} is damaged. Run: ./run login") from None
        try:
            return json.loads(Fernet(self._key(salt, new=False)).decrypt(sealed))
        except InvalidToken:
            raise StoreError("The passphrase is wrong, or somebody changed the file. Forgotten? ./run login") from None

    def save(self, tokens, new=False):
        salt = os.urandom(SALT_BYTES)
        sealed = Fernet(self._key(salt, new)).encrypt(json.dumps(tokens).encode())
        document = {"salt": base64.b64encode(salt).decode(), "tokens": sealed.decode()}
        folder = os.path.dirname(os.path.abspath(self._path))
        os.makedirs(folder, mode=0o700, exist_ok=True)
        descriptor, unfinished = tempfile.mkstemp(dir=folder)  # 0600 from its first byte
        with os.fdopen(descriptor, "w", encoding="utf-8") as out:
            json.dump(document, out)
        os.replace(unfinished, self._path)

    def delete(self):
        if self.exists():
            os.remove(self._path)

    def _key(self, salt, new):
        if self._passphrase is None:
            self._passphrase = self._ask_passphrase(new)
        key = hashlib.scrypt(
            self._passphrase.encode(),
            salt=salt,
            n=COST,
            r=BLOCK_SIZE,
            p=PARALLEL,
            maxmem=2 * COST * BLOCK_SIZE * 128,
            dklen=32,
        )
        return base64.urlsafe_b64encode(key)

    def _check_mode(self):
        if os.name == "posix" and os.stat(self._path).st_mode & 0o077:
            raise StoreError(f"{self._path} can be read by others. Run: chmod 600 {self._path}")
