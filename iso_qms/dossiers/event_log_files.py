"""Files of event logs: unpacked when packed by gzip, told apart as CSV or XES by what they hold, read in the encoding
they are in. Pure.

CSV is read as UTF-8, with or without a mark, as UTF-16, or as Windows-1258; XES as its own heading says.
"""

from __future__ import annotations

import codecs
import gzip
import io
import shutil
import tempfile
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO, TypeVar, cast

from iso_qms.dossiers import event_log_csv, event_log_xes
from iso_qms.dossiers.event_batches import BadLog, Batch
from iso_qms.i18n import _

_HEAD = 4096
_SIGNS_OF_OTHERS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")

T = TypeVar("T")


def gathered(file: BinaryIO, gather: Callable[[Iterator[Batch]], T], *, with_hands: bool = False) -> T:
    """What `gather` makes of the events of a log; raises BadLog. `with_hands` reads who acted as well.

    A file that turns out not to be UTF-8 is read anew, so `gather` may be called twice and must begin afresh.
    """
    file = _seekable(file)
    head = file.read(2)
    file.seek(0)
    if head == b"\x1f\x8b":
        file = cast(BinaryIO, gzip.GzipFile(fileobj=file))
    try:
        return _gathered_plain(file, gather, with_hands)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise BadLog(_("The packed file is damaged or ends too early.")) from error


def _seekable(file: BinaryIO) -> BinaryIO:
    """The file itself, or what standard input gave, laid down where it can be read twice."""
    if file.seekable():
        return file
    kept = cast(BinaryIO, tempfile.TemporaryFile())  # noqa: SIM115 - it is read after this returns
    shutil.copyfileobj(file, kept)
    kept.seek(0)
    return kept


def _gathered_plain(file: BinaryIO, gather: Callable[[Iterator[Batch]], T], with_hands: bool) -> T:
    head = file.read(_HEAD)
    file.seek(0)
    if not head.strip():
        raise BadLog(_("The log is empty."))
    if head.startswith(_SIGNS_OF_OTHERS):
        raise BadLog(_("The log is neither CSV nor XES; save the sheet as CSV."))
    if _is_xml(head):
        return gather(event_log_xes.batches(file, with_hands=with_hands))
    encoding = _encoding(head)
    try:
        return gather(_csv(file, encoding, with_hands))
    except UnicodeDecodeError as error:
        if encoding != "utf-8-sig" or _was_utf8(file):
            raise BadLog(_("The log has letters that cannot be read; save it anew as UTF-8.")) from error
    try:
        return gather(_csv(file, "cp1258", with_hands))
    except UnicodeDecodeError as error:
        raise BadLog(_("The log has letters that cannot be read; save it anew as UTF-8.")) from error


def _csv(file: BinaryIO, encoding: str, with_hands: bool) -> Iterator[Batch]:
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    try:
        yield from event_log_csv.batches(text, with_hands=with_hands)
    finally:
        text.detach()  # The file stays open: it may be read a second time.


def _is_xml(head: bytes) -> bool:
    plain = head.removeprefix(codecs.BOM_UTF8).removeprefix(codecs.BOM_UTF16_LE).removeprefix(codecs.BOM_UTF16_BE)
    return plain.replace(b"\0", b"").lstrip().startswith(b"<")


def _encoding(head: bytes) -> str:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if b"\0" in head[:64]:
        # A heading is plain letters, so that in UTF-16 every other byte of it is nought.
        return "utf-16-le" if head[1:2] == b"\0" else "utf-16-be"
    return "utf-8-sig"


def _was_utf8(file: BinaryIO) -> bool:
    """Whether letters with marks were rightly UTF-8 before the fault, which then is damage and no other encoding."""
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk := file.read(1 << 20):
            if not decoder.decode(chunk).removeprefix("\ufeff").isascii():
                return True
    except UnicodeDecodeError as error:
        return not error.object[: error.start].isascii()
    return True
