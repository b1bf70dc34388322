"""The bare words of files that came in, Word or PDF, for whoever looks for something in them."""

from collections.abc import Sequence

from iso_qms.blobs import WORD
from iso_qms.documents.incoming.intake import BadFile, kind_of, normalised
from iso_qms.documents.reading.word import word_of
from iso_qms.press import PDF
from iso_qms.press.reading import words_of_pdfs

READABLE = (WORD, PDF)
MOST_LETTERS = 300_000
"""Some hundred pages: what comes after is not looked at."""


def words_of_each(files: Sequence[tuple[str, bytes]]) -> list[str | None]:
    """The words of each file, given as its type and content; None for one that cannot be read."""
    pdfs = iter(words_of_pdfs([data for mimetype, data in files if mimetype == PDF]))
    found = {WORD: words_of_word, PDF: lambda _data: next(pdfs)}
    told = [found[mimetype](data) if mimetype in found else None for mimetype, data in files]
    return [one[:MOST_LETTERS] if one is not None else None for one in told]


def words_of_word(data: bytes) -> str | None:
    """All that stands in a .docx: its text, text boxes, notes, headers and footers; None where it cannot be read."""
    try:
        return word_of(normalised(data)).words() if kind_of(data) == "docx" else None
    except BadFile:
        return None
