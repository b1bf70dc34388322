"""Accept or reject every revision of a tree, in place."""

from lxml import etree

from iso_qms.documents.redline.names import (
    DEL,
    DEL_FIELD_CODE,
    DEL_TEXT,
    FIELD_CODE,
    INS,
    MARKERS,
    MOVE_FROM,
    MOVE_TO,
    NAME_OF_CHANGE,
    PPR,
    RPR,
    SDT_CONTENT,
    SECTPR,
    TBL,
    TC,
    TR,
    TRPR,
    P,
    T,
    W,
)  # fmt: skip

ARRIVING, LEAVING = (INS, MOVE_TO), (DEL, MOVE_FROM)
RANGES = tuple(name for name in MARKERS if "Range" in name and "comment" not in name)
PROPERTIES = frozenset({RPR, TRPR, "{http://schemas.openxmlformats.org/officeDocument/2006/math}ctrlPr"})
MATH_RUN = "{http://schemas.openxmlformats.org/officeDocument/2006/math}r"


def accept(root: etree._Element) -> None:
    """Make every revision final: what was inserted stays, what was deleted goes."""
    _settle(root, kept=ARRIVING, gone=LEAVING)


def reject(root: etree._Element) -> None:
    """Take every revision back: what was deleted stays, what was inserted goes."""
    _settle(root, kept=LEAVING, gone=ARRIVING)
    for deleted, living in ((DEL_TEXT, T), (DEL_FIELD_CODE, FIELD_CODE)):
        for element in root.iter(deleted):
            element.tag = living


def _settle(root: etree._Element, *, kept: tuple[str, ...], gone: tuple[str, ...]) -> None:
    if next(root.iter(*kept, *gone, *NAME_OF_CHANGE, *RANGES), None) is None:
        return
    rows = list(_marked(root, gone, (TRPR, TR)))
    for row in rows:
        _remove(row)
    joining = list(_marked(root, gone, (RPR, PPR, P)))
    for element in list(root.iter(*gone)):
        if not _is_property(element):
            _remove(element)
    for element in list(root.iter(*kept, *gone, *NAME_OF_CHANGE, *RANGES)):
        _dissolve(element) if element.tag in kept and not _is_property(element) else _remove(element)
    for paragraph in joining:
        _join(paragraph)
    for table in list(root.iter(TBL)):
        if rows and next(table.iter(TR), None) is None:
            _remove(table)


def _marked(root: etree._Element, tags: tuple[str, ...], path: tuple[str, ...]) -> dict[etree._Element, None]:
    """The elements at the end of this path upwards from a mark, in the order of the file, each once."""
    found: dict[etree._Element, None] = {}
    for mark in root.iter(*tags):
        element = mark
        for tag in path:
            element = element.getparent()
            if element is None or element.tag != tag:
                break
        else:
            found.setdefault(element)
    return found


def _is_property(element: etree._Element) -> bool:
    parent = element.getparent()
    if parent is None or parent.tag not in PROPERTIES:
        return parent is not None and parent.tag == MATH_RUN
    return True


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _dissolve(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        place = parent.index(element)
        parent[place : place + 1] = list(element)


def _join(paragraph: etree._Element) -> None:
    """Let a paragraph whose mark is gone run on into the next one; before a table it can only go when it is empty."""
    parent = paragraph.getparent()
    if parent is None:
        return
    content = [child for child in paragraph if child.tag != PPR]
    following = _following(paragraph)
    if following is not None and following.tag == P:
        start = 1 if len(following) and following[0].tag == PPR else 0
        following[start:start] = content
        parent.remove(paragraph)
    elif following is not None and not content:
        parent.remove(paragraph)


def _following(paragraph: etree._Element) -> etree._Element | None:
    """The next block of the same cell, note or body; a content control is looked into."""
    element = paragraph
    while True:
        following = element.getnext()
        while following is not None and following.tag in MARKERS:
            following = following.getnext()
        parent = element.getparent()
        if following is None and parent is not None and parent.tag in (SDT_CONTENT, W + "sdt", W + "customXml"):
            element = parent
            continue
        while following is not None and following.tag in (W + "sdt", W + "customXml", SDT_CONTENT):
            inner = following.find(SDT_CONTENT) if following.tag == W + "sdt" else following
            following = next((one for one in (inner if inner is not None else ()) if one.tag in BLOCKS), None)
        return following if following is None or following.tag != SECTPR else None


BLOCKS = (P, TBL, W + "sdt", W + "customXml", TC)
