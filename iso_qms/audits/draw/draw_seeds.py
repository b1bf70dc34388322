"""Seeds of draws: made by the system's own randomness, kept unreadable until they are told.

A seed lies in the database only as a cipher under a key made from the install's secret key, so that neither a page,
an export nor a copy of the database tells it. Which unit an envelope holds is computed from it and written nowhere.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from typing import TYPE_CHECKING

from flask import current_app

if TYPE_CHECKING:
    from cryptography.fernet import Fernet


def new_seed() -> str:
    """A seed nobody chose: 32 bytes of the system's randomness as hexadecimal digits."""
    return secrets.token_hex(32)


def sealed(seed: str) -> str:
    """The seed as it may lie in the database."""
    return _cipher().encrypt(seed.encode()).decode()


def unsealed(kept: str) -> str | None:
    """The seed again; None when the install's secret key is another one than when it was sealed."""
    from cryptography.fernet import InvalidToken

    try:
        return _cipher().decrypt(kept.encode()).decode()
    except InvalidToken:
        return None


def _cipher() -> Fernet:
    from cryptography.fernet import Fernet

    secret = current_app.secret_key or ""
    key = hashlib.sha256(b"iso-qms seeds of draws\n" + (secret.encode() if isinstance(secret, str) else secret))
    return Fernet(base64.urlsafe_b64encode(key.digest()))
