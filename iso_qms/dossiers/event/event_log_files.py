"""Files of event logs: unpacked when packed by gzip, told apart as CSV or XES by what they hold, read in the encoding
they are in. Pure.

XES is read as its own heading says, CSV as `plain_text` finds.
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

from iso_qms.dossiers.event import event_log_csv, event_log_xes
from iso_qms.dossiers.event.event_batches import BadLog, Batch
from iso_qms.dossiers.incoming.plain_text import encoding_of
from iso_qms.i18n import _

_HEAD = 4096
_SIGNS_OF_OTHERS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")

T = TypeVar("T")


def gathered(file: BinaryIO, gather: Callable[[Iterator[Batch]], T]) -> T:
    """What `gather` makes of the events of a log; raises BadLog."""
    file = _seekable(file)
    head = file.read(2)
    file.seek(0)
    if head == b"\x1f\x8b":
        file = cast(BinaryIO, gzip.GzipFile(fileobj=file))
    try:
        return _gathered_plain(file, gather)
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


def _gathered_plain(file: BinaryIO, gather: Callable[[Iterator[Batch]], T]) -> T:
    head = file.read(_HEAD)
    file.seek(0)
    if not head.strip():
        raise BadLog(_("The log is empty."))
    if head.startswith(_SIGNS_OF_OTHERS):
        raise BadLog(_("The log is neither CSV nor XES; save the sheet as CSV."))
    if is_xml(head):
        return gather(event_log_xes.batches(file))
    encoding = encoding_of(file)
    if encoding is None:
        raise BadLog(_("The log has letters that cannot be read; save it anew as UTF-8."))
    return gather(_csv(file, encoding))


def _csv(file: BinaryIO, encoding: str) -> Iterator[Batch]:
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    try:
        yield from event_log_csv.batches(text)
    finally:
        text.detach()  # The file is its owner's to close.


def is_xml(head: bytes) -> bool:
    """Whether a file that begins so is XML."""
    plain = head.removeprefix(codecs.BOM_UTF8).removeprefix(codecs.BOM_UTF16_LE).removeprefix(codecs.BOM_UTF16_BE)
    return plain.replace(b"\0", b"").lstrip().startswith(b"<")
