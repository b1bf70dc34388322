"""Trying a layout, using it, going back to ours, and filling a paper with it."""

from __future__ import annotations

import base64
import io
import json
import logging
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from iso_qms import blobs
from iso_qms.clock import now
from iso_qms.db import db
from iso_qms.i18n import _, _l, speaking
from iso_qms.journal import say, write
from iso_qms.layouts import names_in
from iso_qms.layouts.models import LayoutVersion
from iso_qms.layouts.saying import Naming
from iso_qms.layouts.soundness import BadLayout, damaged, demand_closed, demand_sound
from iso_qms.organisation.people import Person
from iso_qms.registry import registry
from iso_qms.workflow import Forbidden, Incomplete

SECONDS = 20
TROUBLES = (
    (r"Encountered unknown tag '([^']*)'", _l("It holds an order nobody knows: “%(tag)s”.")),
    (r"block that needs to be closed is '([^']*)'", _l("“%(tag)s” is begun and never ended.")),
    (r"got '([^']*)'", _l("The braces around “%(tag)s” hold more than one name, or do not match.")),
    (r"unexpected '([^']*)'", _l("Before “%(tag)s” a name or a brace is missing.")),
    (r"unexpected char '([^']*)'", _l("The sign “%(tag)s” stands inside braces; Word may have changed a quote.")),
    (r"no loader for this environment", _l("It brings in another template, which no layout may.")),
    (r"'([^']*)' is undefined", _l("A name is not known: “%(tag)s”.")),
)
"""What jinja2 says of a template and what it means to whoever wrote it in Word."""
ENDLESS = ("Ended", "MemoryError", "TooLarge", "OverflowError", "RecursionError")
DAMAGED = ("XMLSyntaxError", "KeyError", "BadZipFile", "UnicodeDecodeError")
"""How the filling ends when the file is at fault rather than what stands in its braces."""
WORKER = Path(__file__).with_name("worker.py")
OURS = Path(__file__).parents[2] / "templates" / "word"
"""The templates of the system."""

say(
    {
        "layout.added": _l("added a layout of the agency's own"),
        "layout.used": _l("had papers written with the layout"),
        "layout.left": _l("went back from the layout to the one of the system"),
    }
)
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Trial:
    """A layout filled with made-up values: the file, and the names in it that nobody knows."""

    file: bytes
    unknown: list[str]
    missing: list[str] = field(default_factory=list)
    """Names it must use and does not."""
    unused: list[str] = field(default_factory=list)
    """Names ours uses and it does not: what they stand for will not be in the papers."""
    is_blank: bool = False
    """Whether it uses no name at all, so that every paper would say the same."""

    @property
    def is_wanting(self) -> bool:
        """Whether something of it must be put right before it can be used."""
        return bool(self.unknown or self.missing or self.is_blank)


def try_layout(kind: str, data: bytes) -> Trial:
    """Fill a template with made-up values; takes a second or more and writes nothing."""
    demand_sound(data)
    values = registry.layouts[kind].sample()
    answer = _fill(data, values, said="")
    if "file" not in answer:
        raise _failure(answer)
    file = base64.b64decode(answer["file"])
    demand_closed(file)
    missing = sorted(set(registry.layouts[kind].needed) - _lone_names(data))
    unused = [name for name in values if name in _named_in_ours(kind) - set(answer["used"]) and name not in missing]
    return Trial(file, list(answer["unknown"]), missing, unused, is_blank=not set(values) & set(answer["used"]))


def add_layout(kind: str, data: bytes, *, name: str, by: Person) -> LayoutVersion:
    """Keep a template that was tried as the next version, and use it from now on."""
    _demand_right(by)
    if kind not in registry.layouts:
        raise Incomplete(_("Choose a kind of paper."))
    newest = select(func.max(LayoutVersion.number)).where(LayoutVersion.kind == kind)
    version = LayoutVersion(
        agency_id=by.agency_id,
        kind=kind,
        number=(db.session.scalar(newest) or 0) + 1,
        name=name[:255],
        added_at=now(),
        added_by=by,
    )
    db.session.add(version)
    write(version, "layout.added", by=by)
    blobs.attach_bytes(version, data, name=name, by=by)
    use_layout(version, by=by)
    return version


def use_layout(version: LayoutVersion, *, by: Person) -> None:
    """Have papers of its kind written with this version."""
    _demand_right(by)
    for other in versions_of(version.kind):
        other.is_used = False
    version.is_used = True
    write(version, "layout.used", by=by)


def use_ours(kind: str, *, by: Person) -> None:
    """Go back to the sheet this house draws; the versions stay."""
    _demand_right(by)
    version = used(kind)
    if version is None:
        raise Incomplete(_("The layout of the system is used already."))
    version.is_used = False
    write(version, "layout.left", by=by)


def all_versions() -> Sequence[LayoutVersion]:
    """The versions of every kind of paper, newest first."""
    return db.session.scalars(select(LayoutVersion).order_by(LayoutVersion.number.desc())).all()


def versions_of(kind: str) -> Sequence[LayoutVersion]:
    """The versions of a kind of paper, newest first."""
    return [one for one in all_versions() if one.kind == kind]


def used(kind: str) -> LayoutVersion | None:
    """The version papers of a kind are written with; None where it is ours."""
    query = select(LayoutVersion).where(LayoutVersion.kind == kind, LayoutVersion.is_used)
    return db.session.scalars(query).first()


def filled(kind: str, values: Callable[[], Mapping[str, Any]]) -> bytes | None:
    """A paper in the agency's own layout; None where it has none, or where it fails, so that ours is drawn instead.

    The file says in its properties which version made it. The values are asked for only when there is a layout.
    """
    version = used(kind)
    if version is None:
        return None
    answer = _fill(blobs.read(blobs.files_of(version)[0].sha256), values(), said=f"{version} ({version.name})")
    try:
        if "file" not in answer:
            raise _failure(answer)
        file = base64.b64decode(answer["file"])
        demand_closed(file)
    except BadLayout as refusal:
        log.warning("layout %s %s could not be filled: %s", kind, version.number, refusal)
        return None
    return file


def ours(kind: str) -> bytes:
    """The template of the system for a kind of paper, which an agency may begin with."""
    return (OURS / f"{kind}.docx").read_bytes()


def drawn_ours(kind: str) -> bytes:
    """The same, drawn anew by the code that draws the paper itself; a test holds the kept file to it."""
    with speaking("vi"):
        return _still(registry.layouts[kind].draw(Naming()))


def write_ours() -> list[Path]:
    """Draw every template of the system anew; answers where they stand."""
    OURS.mkdir(exist_ok=True)
    for kind in registry.layouts:
        (OURS / f"{kind}.docx").write_bytes(drawn_ours(kind))
    return sorted(OURS.glob("*.docx"))


def _still(data: bytes) -> bytes:
    """The same package without the moment of its making, so that it is the same file each time."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as still:
        for name in package.namelist():
            still.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), package.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def known_names(kind: str) -> list[str]:
    """The names a layout of that kind may use."""
    return names_in(registry.layouts[kind].sample())


def _fill(template: bytes, values: Mapping[str, Any], *, said: str) -> dict[str, Any]:
    # Isolated (-I): the process sees no module of the house, no setting and no environment of ours.
    asked = json.dumps({"template": base64.b64encode(template).decode(), "values": values, "said": said})
    command = [sys.executable, "-I", str(WORKER)]
    bare = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}  # Windows starts nothing without.
    try:
        done = subprocess.run(
            command, input=asked.encode(), capture_output=True, timeout=SECONDS, env=bare, check=False
        )
        answer: dict[str, Any] = json.loads(done.stdout) if done.returncode == 0 else {"error": "Ended"}
    except subprocess.TimeoutExpired:
        return {"error": "Ended"}
    return answer


def _failure(answer: Mapping[str, Any]) -> BadLayout:
    if answer["error"] in ENDLESS:
        return BadLayout(_("The layout takes too long or grows too large when it is filled."))
    if answer["error"] in DAMAGED:
        return damaged()
    if answer["error"] == "SecurityError":
        return BadLayout(_("The layout reaches for something that is not for it: %(words)s", words=answer["words"]))
    near = answer["near"]
    words = _in_words(answer["words"]) or (answer["words"] if near else "")
    where = _("Look near “%(near)s”.", near=near) if near else _("Look where names and braces were last changed.")
    return BadLayout(" ".join(filter(None, (_("The layout cannot be filled."), words, where))))


def _in_words(told: str) -> str:
    """What jinja2 says of a template, for somebody who writes in Word."""
    for pattern, sentence in TROUBLES:
        if found := re.search(pattern, told):
            return str(sentence) % {"tag": found[1] if found.groups() else ""}
    return ""


def _named_in_ours(kind: str) -> set[str]:
    with zipfile.ZipFile(io.BytesIO(ours(kind))) as package:
        return set(re.findall(r"\w+", package.read("word/document.xml").decode()))


def _lone_names(data: bytes) -> set[str]:
    """The names that fill a paragraph of their own in a template."""
    from docx import Document

    found = (re.fullmatch(r"\{\{\s*(\w+)\s*\}\}", one.text.strip()) for one in Document(io.BytesIO(data)).paragraphs)
    return {one[1] for one in found if one}


def _demand_right(by: Person) -> None:
    if not by.may("layouts.manage"):
        raise Forbidden(_("You may not change the layouts of papers."))
