"""What is kept of a person's name in a log: a keyed hash, which tells two of them apart and names nobody.

The key is made from the install's secret key and the agency, so without it a list of names does not lead to the
hashes, and one person has different hashes in two agencies.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from flask import current_app

from iso_qms.text import exact_key


def hasher(agency_id: int) -> Callable[[str], str]:
    """What makes of a name its hash, for the logs of an agency."""
    secret = current_app.secret_key or ""
    kept = secret.encode() if isinstance(secret, str) else secret
    key = hashlib.sha256(b"iso-qms hands of dossiers\n" + str(agency_id).encode() + b"\n" + kept).digest()

    def hashed(name: str) -> str:
        return hashlib.blake2b(exact_key(name).encode(), key=key, digest_size=8).hexdigest()

    return hashed
