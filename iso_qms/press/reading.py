"""The words of PDF files that came in, read in a process of its own: such a file is not trusted with ours."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from iso_qms.press.reader import SECONDS
from iso_qms.text import clean

MOST_BYTES = 20 * 1024 * 1024
READER = Path(__file__).with_name("reader.py")


def words_of_pdfs(files: Sequence[bytes]) -> list[str | None]:
    """The words of each file, in its order; None for one that cannot be read, or holds pictures only."""
    small = [one if len(one) <= MOST_BYTES else b"" for one in files]
    read = _read(small) if any(small) else []
    told = read + [None] * (len(files) - len(read))
    # A scan may still bear the number of each page.
    return [clean(one) if one and any(sign.isalpha() for sign in one) else None for one in told]


def _read(files: Sequence[bytes]) -> list[str | None]:
    """What the reader told before it ended: a file that stops it takes those after it along."""
    asked = json.dumps([base64.b64encode(one).decode() for one in files])
    # Isolated (-I): the process sees no module of the house, no setting and no environment of ours.
    command = [sys.executable, "-I", str(READER)]
    bare = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}  # Windows starts nothing without.
    try:
        done = subprocess.run(
            command, input=asked.encode(), capture_output=True, timeout=2 * SECONDS, env=bare, check=False
        )
        told = done.stdout
    except subprocess.TimeoutExpired as late:
        told = late.stdout or b""
    return [json.loads(line) for line in told.decode().splitlines(keepends=True) if line.endswith("\n")]
