"""Text that is unreadable in a stolen database: encrypted at rest, found by a keyed hash.

AES-256-GCM from ``cryptography``; both keys are derived from ``settings.FIELD_KEY``.
"""

import hashlib
import hmac
import os
from functools import cache
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models

NONCE_BYTES = 12


@cache
def _key(purpose: str) -> bytes:
    return hmac.digest(settings.FIELD_KEY.encode(), purpose.encode(), hashlib.sha256)


@cache
def _cipher() -> AESGCM:
    return AESGCM(_key("encryption"))


def encrypt(clear: bytes) -> bytes:
    """Nonce and ciphertext; every call gives other bytes."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + _cipher().encrypt(nonce, clear, None)


def decrypt(sealed: bytes) -> bytes:
    """The clear bytes. Raises ``InvalidTag`` when they were altered or the key is another."""
    return _cipher().decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], None)


def keyed_hash(value: str) -> str:
    """Hex HMAC by which an encrypted value is looked up; "" stays "" (nothing to look up)."""
    if not value:
        return ""
    return hmac.digest(_key("lookup"), value.encode(), hashlib.sha256).hex()


class EncryptedTextField(models.TextField):
    """Text kept as AES-GCM bytes. Can't be filtered on; keep a ``keyed_hash`` beside it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    def db_type(self, connection: Any) -> str:
        return "bytea"

    def get_internal_type(self) -> str:
        return "BinaryField"

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        return encrypt(value.encode()) if isinstance(value, str) else value

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> str | None:
        return None if value is None else decrypt(bytes(value)).decode()
