"""What a document says, paragraph by paragraph: the measure by which a redline is checked.

Every paragraph counts, in the order of the file, wherever it stands. Its text is `w:t`, the text of formulas, and one
space for a tab or a break; white space is folded; a paragraph without text is left out. The text of a text box is also
text of the paragraph that holds the box, or is not, and a box is often written twice, for newer and for older programs:
all readings are given, so that none is favoured."""

from itertools import product

from lxml import etree

from iso_qms.documents.redline.names import BOX, DEL_TEXT, MATH_TEXT, MC, RUN, P, T, W

SPACES = frozenset(W + name for name in ("tab", "ptab", "br", "cr"))
TEXTS = (P, T, DEL_TEXT, MATH_TEXT, *SPACES)
FALLBACK = MC + "Fallback"


def readings(root: etree._Element) -> list[list[str]]:
    """The paragraphs with text, once for each of the four ways to count text boxes."""
    if next(root.iter(BOX, FALLBACK), None) is None:
        return [_paragraphs(root, fallback=True, nested=True)] * 4
    return [_paragraphs(root, fallback=f, nested=n) for f, n in product((False, True), repeat=2)]


def _paragraphs(root: etree._Element, *, fallback: bool, nested: bool) -> list[str]:
    parts: dict[etree._Element, list[str]] = {}
    for element in root.iter(*TEXTS):
        if not fallback and next(element.iterancestors(FALLBACK), None) is not None:
            continue
        if element.tag == P:
            parts[element] = []
            continue
        text = _text(element)
        for paragraph in element.iterancestors(P):
            parts[paragraph].append(text)
            if not nested:
                break
    folded = (" ".join("".join(texts).split()) for texts in parts.values())
    return [text for text in folded if text]


def _text(element: etree._Element) -> str:
    if element.tag not in SPACES:
        return element.text or ""
    parent = element.getparent()
    return " " if parent is not None and parent.tag == RUN else ""
