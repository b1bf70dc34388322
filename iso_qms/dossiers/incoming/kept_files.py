"""Files that people bring and that wait to be taken in: kept beside the database, removed when their run has ended.

A file of the desk names citizens, which is none of this system's business, so it is no attachment.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from flask import current_app

_PIECE = 1 << 20


def keep(stream: BinaryIO) -> tuple[str, str]:
    """Keep what comes, piece by piece; answers the name it is kept under and its SHA-256."""
    name, digest = secrets.token_hex(16), hashlib.sha256()
    place = place_of(name)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with place.open("xb") as file:
        os.chmod(place, 0o600)
        while piece := stream.read(_PIECE):
            digest.update(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    return name, digest.hexdigest()


def place_of(name: str) -> Path:
    """Where a kept file lies."""
    home: Path = current_app.config["SETTINGS"].home
    return home.resolve() / "dossier-files" / name


def forget(name: str) -> None:
    """Remove a kept file; one that is gone already is no fault."""
    if name:
        place_of(name).unlink(missing_ok=True)


def forget_all_but(names: set[str], *, before: datetime) -> int:
    """Remove kept files that nothing waits for any more, last written before a moment; answers how many."""
    folder = place_of("x").parent
    found = [one for one in folder.iterdir() if one.name not in names] if folder.is_dir() else []
    old = [one for one in found if one.stat().st_mtime < before.timestamp()]
    for one in old:
        one.unlink(missing_ok=True)
    return len(old)
