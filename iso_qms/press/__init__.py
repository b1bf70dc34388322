"""The press: a sheet that was drawn for the screen, set again as a PDF with its letters inside.

Whatever a page shows on paper is the source: the HTML of the sheet is read into a plain tree and typst draws the tree.
No text is ever written into markup, so nothing that somebody typed can become an instruction.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import lxml.html

from iso_qms.press.tables import widths_of
from iso_qms.text import clean

PDF = "application/pdf"
HERE = Path(__file__).parent
LEFT_OUT = {"button", "caption", "form", "input", "script", "style"}
"""What a sheet may hold for those who read it on a screen."""

LONGEST_WORD = 24
BREAK = "\u200b"


@dataclass(frozen=True, kw_only=True)
class Edges:
    """What stands around the text of every page: the name of the file, the foot, and a word across the page."""

    title: str
    left: str
    middle: str
    page: str
    """The words before the number of the page, such as “Trang”."""
    watermark: str = ""
    language: str = "vi"
    at: datetime | None = None
    """The moment noted in the file as that of its making; none makes the same bytes each time."""


def pdf_of(sheet: str, edges: Edges) -> bytes:
    """The PDF of a sheet, A4 with the margins of Vietnamese office papers."""
    import typst

    told = asdict(edges) | {"body": tree_of(sheet), "at": _moment(edges.at)}
    made: Any = typst.compile(
        str(HERE / "sheet.typ"),
        root=str(HERE),
        font_paths=[str(HERE / "fonts")],
        ignore_system_fonts=True,
        sys_inputs={"told": json.dumps(told, ensure_ascii=False)},
    )
    return bytes(made)


def tree_of(sheet: str) -> list[Any]:
    """The HTML of a sheet as nested lists: a text, or the tag, what of its attributes counts, and what is inside."""
    found = lxml.html.fragment_fromstring(sheet, create_parent="div")
    return _inside(found)


def _inside(element: Any) -> list[Any]:
    found: list[Any] = [_said(element.text)]
    for child in element:
        if isinstance(child.tag, str) and not _is_left_out(child):
            found.append(_drawing(child) if child.tag == "svg" else _node(child))
        found.append(_said(child.tail))
    return [one for one in found if one]


def _is_left_out(element: Any) -> bool:
    return element.tag in LEFT_OUT or bool({"unseen", "screen-only"} & set(element.get("class", "").split()))


def _node(element: Any) -> dict[str, Any]:
    node: dict[str, Any] = {"tag": element.tag, "class": element.get("class", ""), "kids": _inside(element)}
    for name in ("rowspan", "colspan"):
        if element.get(name, "").isdigit():
            node[name] = max(1, int(element.get(name)))
    if element.tag == "table":
        node["widths"] = widths_of(node)
    return node


def _drawing(element: Any) -> dict[str, Any] | str:
    # Icons stand beside words that say the same; a drawing that is alone carries a role and a name.
    if element.get("role") != "img":
        return ""
    element.set("xmlns", "http://www.w3.org/2000/svg")
    tail, element.tail = element.tail, None
    drawn = lxml.html.tostring(element, encoding="unicode", method="xml")
    element.tail = tail
    return {"tag": "svg", "class": element.get("class", ""), "svg": drawn, "name": element.get("aria-label", "")}


def _said(text: str | None) -> str:
    """A text with its white space folded, as a browser shows it."""
    if not text:
        return ""
    folded = " ".join(_breakable(word) for word in clean(text).split())
    before = " " if text[0].isspace() else ""
    after = " " if folded and text[-1].isspace() else ""
    return f"{before}{folded}{after}"


def _breakable(word: str) -> str:
    """A word that may be longer than its line, such as an address, with places where it may break."""
    if len(word) <= LONGEST_WORD:
        return word
    return BREAK.join(word[at : at + LONGEST_WORD] for at in range(0, len(word), LONGEST_WORD))


def _moment(at: datetime | None) -> list[int] | None:
    return [at.year, at.month, at.day, at.hour, at.minute, at.second] if at else None
