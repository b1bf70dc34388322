"""Records of the catalogue read out of files: JSON as the portal gives it, alone, in lists or packed in a ZIP. Pure."""

from __future__ import annotations

import io
import json
import lzma
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from iso_qms.i18n import _
from iso_qms.processes.catalogue.glued import channels_in, laws_in, lines_of, papers_in, results_in, said, sets_in
from iso_qms.text import clean

MOST_BYTES = 20 * 2**20
"""Of one file as it is unpacked, and of all together in a ZIP."""
MOST_FILES, MOST_RECORDS = 2_000, 5_000
CODE, TITLE = "ma_thu_tuc", "ten_thu_tuc"
# A name in a ZIP that is not the UTF-8 it says it is fails as a decoding error.
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, RuntimeError, OSError, ValueError,
)  # fmt: skip


class NotRead(Exception):
    """Why a file or a record is set aside, in one sentence."""


@dataclass(frozen=True)
class Record:
    """One published procedure: code, title, decision, field, and its facts as the catalogue gives them."""

    code: str
    title: str
    decision: str
    field: str
    facts: dict[str, Any]


@dataclass
class Batch:
    """What a file held: records, and what was set aside with the reason."""

    records: list[Record] = field(default_factory=list)
    aside: list[tuple[str, str]] = field(default_factory=list)


def read_files(files: Iterable[tuple[str, bytes]]) -> Batch:
    """Read some files by name and content; each code is taken once, a bad file or record holds up no other."""
    batch, codes, room = Batch(), set[str](), MOST_RECORDS
    for name, data in files:
        try:
            # Counted before they are looked at: a list of millions of nothings would be as many sentences.
            found = list(islice(_found(name, data), room + 1))
        except NotRead as why:
            batch.aside.append((name, str(why)))
            continue
        for place, raw in found[:room]:
            _take(batch, codes, place, raw)
        if len(found) > room:
            batch.aside.append((name, _("At most %(n)s records at once.", n=MOST_RECORDS)))
        room = max(0, room - len(found))
    return batch


def _take(batch: Batch, codes: set[str], place: str, raw: Any) -> None:
    try:
        record = record_of(raw)
        if record.code in codes:
            raise NotRead(_("The code %(code)s stands there twice; the first was taken.", code=record.code))
    except NotRead as why:
        batch.aside.append((place, str(why)))
    else:
        codes.add(record.code)
        batch.records.append(record)


def record_of(raw: Any) -> Record:
    """One record as it is kept; raises `NotRead` when it has no code or title."""
    if isinstance(raw, _Broken):
        raise NotRead(raw.why)
    if not isinstance(raw, Mapping):
        raise NotRead(_("This is no record of a procedure."))
    texts = {key: clean(value) for key, value in raw.items() if isinstance(key, str) and isinstance(value, str)}
    code, title = said(texts.get(CODE)), " ".join(said(texts.get(TITLE)).split())
    if not code or len(code) > 40:
        raise NotRead(_("The record has no code of the catalogue (ma_thu_tuc)."))
    if not title:
        raise NotRead(_("The record %(code)s has no title (ten_thu_tuc).", code=code))
    decision, subject = said(texts.get("so_quyet_dinh"))[:80], said(texts.get("linh_vuc"))[:300]
    return Record(code, title[:500], decision, subject, _facts(texts))


def _facts(texts: Mapping[str, str]) -> dict[str, Any]:
    def plain(key: str) -> str:
        return said(texts.get(key))

    papers = plain("thanh_phan_ho_so")
    return {
        "authority": plain("co_quan_thuc_hien") or plain("co_quan_co_tham_quyen"),
        "applicants": plain("doi_tuong_thuc_hien"),
        "cooperating": plain("co_quan_phoi_hop"),
        "conditions": plain("yeu_cau_dieu_kien"),
        "level": plain("cap_thuc_hien"),
        "papers": papers_in(papers),
        "sets": sets_in(papers),
        "channels": channels_in(plain("cach_thuc_thuc_hien")),
        "laws": laws_in(plain("can_cu_phap_ly")),
        "results": results_in(plain("ket_qua_xu_ly")),
        "steps": list(lines_of(plain("trinh_tu_thuc_hien"))),
        "source": plain("detail_url") if plain("detail_url").startswith("https://") else "",
    }


def _found(name: str, data: bytes) -> Iterator[tuple[str, Any]]:
    """The raw records of a file, each with where it stands."""
    if data[:2] == b"PK":
        for inner, content in _unpacked(data):
            try:
                yield from _listed(f"{name} / {inner}", _parsed(content))
            except NotRead as why:
                yield f"{name} / {inner}", _Broken(str(why))
    else:
        yield from _listed(name, _parsed(data))


class _Broken(dict[str, Any]):
    """A packed file that could not be read, in the place of its record."""

    def __init__(self, why: str) -> None:
        super().__init__()
        self.why = why


def _listed(place: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping) and CODE not in value:
        value = next((one for one in value.values() if isinstance(one, list)), value)
    if not isinstance(value, list):
        yield place, value
        return
    for number, one in enumerate(value, start=1):
        yield _("%(file)s, record %(n)s", file=place, n=number), one


def _parsed(data: bytes) -> Any:
    if len(data) > MOST_BYTES:
        raise NotRead(_("The file is larger than %(n)s MB.", n=MOST_BYTES // 2**20))
    try:
        return json.loads(data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"))
    except UnicodeDecodeError as error:
        raise NotRead(_("The file is not in UTF-8. Save it again as UTF-8.")) from error
    except json.JSONDecodeError as error:
        raise NotRead(_("The file is no whole JSON: it cannot be read from line %(n)s on.", n=error.lineno)) from error
    except (RecursionError, ValueError) as error:
        raise NotRead(_("The file is no whole JSON.")) from error


def _unpacked(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The JSON files of a ZIP; what unpacks to too much is not opened further."""
    room = MOST_BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = [one for one in package.infolist() if one.filename.lower().endswith(".json")]
            if not entries:
                raise NotRead(_("There is no JSON file in this ZIP."))
            if len(entries) > MOST_FILES:
                raise NotRead(_("At most %(n)s files in one ZIP.", n=MOST_FILES))
            for entry in entries:
                with package.open(entry) as part:
                    content = part.read(room + 1)
                room -= len(content)
                if room < 0:
                    raise NotRead(_("The file unpacks to far more than it should and was not opened."))
                yield entry.filename, content
    except _DAMAGED as error:
        raise NotRead(_("The ZIP is damaged, protected or cut off.")) from error
