"""What the file of a layout may hold.

A paper written with it leaves the house, so nothing in it may fetch from elsewhere, start a program or carry one along;
that is asked of the template and again of what was made with it."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

from iso_qms.i18n import _
from iso_qms.registry import registry
from iso_qms.workflow import Refused

MOST_BYTES = 5 * 1024 * 1024
CARRIED = ("/oleObject", "/aFChunk", "/control", "/activeXControlBinary", "/subDocument")
"""Kinds of relations to what Word would run or read in unseen."""
LINKS = ("http://", "https://", "mailto:", "tel:", "#")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FIELD, _CODE, _SIMPLE = f"{_W}fldChar", f"{_W}instrText", f"{_W}fldSimple"
_REACHING = re.compile(
    r"\0\s*(INCLUDEPICTURE|INCLUDETEXT|INCLUDE|IMPORT|LINK|DDEAUTO|DDE|DATABASE|RD|MACROBUTTON|CONTROL|EMBED)\b", re.I
)


class BadLayout(Refused):
    """A template that cannot be used, with the reason in a sentence."""

    status = 422


def demand_sound(data: bytes) -> None:
    """Raise BadLayout unless this is a Word file that may be filled."""
    if len(data) > MOST_BYTES:
        raise BadLayout(_("A layout has at most %(n)s MB.", n=MOST_BYTES // 1024**2))
    for guard in registry.word_guards:
        if refusal := guard(data):
            raise BadLayout(refusal)
    demand_closed(data)


def demand_closed(data: bytes) -> None:
    """Raise BadLayout when a file reaches out of itself, by a relation or by a field."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for name in package.namelist():
                # Every part is read, because Word opens some the filling never does.
                if name.endswith(".rels"):
                    _demand_relations_inside(_root(package.read(name)))
                elif name.endswith(".xml"):
                    _demand_quiet_fields(_root(package.read(name)))
    except (etree.XMLSyntaxError, zipfile.BadZipFile, zlib.error) as error:
        raise damaged() from error


def damaged() -> BadLayout:
    """What is said of a file of which a part cannot be read."""
    return BadLayout(_("The file is damaged or cut off: a part of it cannot be read."))


def _root(content: bytes) -> etree._Element:
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))


def _demand_relations_inside(relations: etree._Element) -> None:
    for one in relations:
        kind, target = str(one.get("Type", "")), str(one.get("Target", "")).strip()
        if kind.endswith(CARRIED):
            raise BadLayout(_("The layout carries another file or a program inside. Leave it out."))
        if one.get("TargetMode") != "External":
            continue
        if not kind.endswith("/hyperlink"):
            raise BadLayout(
                _("The layout fetches something from outside (a picture or another template). Put it inside.")
            )
        if not target.lower().startswith(LINKS):
            raise BadLayout(_("The layout links to %(link)s. A link leads to a web or mail address.", link=target[:80]))


def _demand_quiet_fields(part: etree._Element) -> None:
    if found := _REACHING.search("".join(_codes(part))):
        raise BadLayout(
            _("The layout holds a field that fetches something or starts a program: %(field)s.", field=found[1].upper())
        )


def _codes(part: etree._Element) -> Iterator[str]:
    """What the fields of a part ask, each behind a zero, however many runs it is spread over."""
    for one in part.iter(_FIELD, _CODE, _SIMPLE):
        if one.tag == _CODE:
            yield one.text or ""
        elif one.tag == _SIMPLE:
            yield f"\0{one.get(_W + 'instr', '')}"
        elif one.get(_W + "fldCharType") == "begin":
            yield "\0"
