"""Reads the words of PDF files: a JSON list of files in base64 comes in, a line of JSON goes out for each.

It stands alone: nothing of the house is imported, and processor time and memory are limited by the system where it can.
"""

import base64
import io
import json
import sys

SECONDS = 5
"""Of processor time, for all files that came together."""
MEMORY = 1 << 30
MOST_PAGES = 100
MOST_LETTERS = 300_000


def main() -> None:
    """Read the files that stand in the input."""
    _limit()
    for one in json.load(sys.stdin):
        print(json.dumps(_words(base64.b64decode(one))), flush=True)


def _words(data: bytes) -> str | None:
    from pypdf import PdfReader

    found, letters = [], 0
    try:
        for page in PdfReader(io.BytesIO(data)).pages[:MOST_PAGES]:
            found.append(page.extract_text())
            letters += len(found[-1])
            if letters > MOST_LETTERS:
                break
    except Exception:
        # Whatever a damaged, locked or hostile file does to the library: it cannot be read, and that is all to be said.
        return None
    return "\n".join(found)


def _limit() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits; there the clock of the parent alone ends it.
        return
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


if __name__ == "__main__":
    main()
