"""Text in the fonts made before Unicode, put into Unicode before anything is read, and a note of what was changed.

A run may name an old font and yet be Unicode, because someone pasted into it. Where a file has both in the same font,
only runs with signs that cannot be Unicode words are converted; where it has no Unicode in that font, all are."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from iso_qms.documents.reading import legacy
from iso_qms.documents.reading.numbering import W

LONGEST_PREVIEW = 80
DEEPEST = 20


@dataclass(frozen=True)
class OldFont:
    """A font made before Unicode whose text was converted, with the beginning of that text as it reads now."""

    font: str
    encoding: str
    preview: str


def converted(roots: Iterable[etree._Element], styles: Mapping[str, etree._Element]) -> list[OldFont]:
    """Put all text of these parts that stands in old fonts into Unicode, in place; return what was converted."""
    roots = list(roots)
    own = [style.getroottree().getroot() for style in list(styles.values())[:1]]
    if not any(_names_old_font(part) for part in (*roots, *own)):
        return []
    fonts = _Fonts(styles)
    runs = [(run, font) for root in roots for run in root.iter(W + "r") if (font := fonts.of(run))]
    mixed = {font for run, font in runs if legacy.is_unicode(_text(run))}
    first: dict[str, etree._Element] = {}
    previous: etree._Element | None = None
    for run, font in runs:
        _join_mark(previous, run, font)
        previous = run
    for run, font in runs:
        text = _text(run)
        if not legacy.is_unicode(text) and (legacy.is_surely_old(text) or font not in mixed) and _convert(run, font):
            first.setdefault(font, run)
    return [_note(font, run) for font, run in first.items()]


def _names_old_font(part: etree._Element) -> bool:
    """Whether a part names such a font at all; most files do not, and then their runs need not be walked."""
    return any(legacy.encoding_of(name) for fonts in part.iter(W + "rFonts") for name in fonts.values())


class _Fonts:
    """Which old font a run is printed in, from the run, its styles and the defaults of the file."""

    def __init__(self, styles: Mapping[str, etree._Element]) -> None:
        self.styles = styles
        self.default = next(
            (
                key
                for key, s in styles.items()
                if s.get(W + "type") == "paragraph" and s.get(W + "default") in ("1", "true")
            ),
            "",
        )
        any_style = next(iter(styles.values()), None)
        root = any_style.getparent() if any_style is not None else None
        self.base = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr") if root is not None else None
        self.known: dict[tuple[str, str], str] = {}

    def of(self, run: etree._Element) -> str:
        """The name of the old font of a run, or ""."""
        own = _named(run.find(W + "rPr"))
        if own is None:
            paragraph = next(run.iterancestors(W + "p"), None)
            key = (_style(run, "rPr", "rStyle"), _style(paragraph, "pPr", "pStyle") or self.default)
            if key not in self.known:
                self.known[key] = self._inherited(key)
            own = self.known[key]
        return own if legacy.encoding_of(own) else ""

    def _inherited(self, keys: tuple[str, str]) -> str:
        found = (_named(style.find(W + "rPr")) for key in keys for style in self._chain(key))
        return next((name for name in found if name is not None), _named(self.base) or "")

    def _chain(self, key: str) -> Iterator[etree._Element]:
        for _ in range(DEEPEST):
            style = self.styles.get(key)
            if style is None:
                return
            yield style
            base = style.find(W + "basedOn")
            key = "" if base is None else base.get(W + "val", "")


def _named(properties: etree._Element | None) -> str | None:
    """The font these properties name for Latin letters, "" for a font of the theme, None where they name none."""
    fonts = properties.find(W + "rFonts") if properties is not None else None
    if fonts is None:
        return None
    for name in ("hAnsi", "ascii"):
        if fonts.get(f"{W}{name}Theme"):
            return ""
        if fonts.get(W + name):
            return fonts.get(W + name, "")
    return None


def _style(element: etree._Element | None, properties: str, name: str) -> str:
    found = element.find(f"{W}{properties}/{W}{name}") if element is not None else None
    return "" if found is None else found.get(W + "val", "")


def _text(run: etree._Element) -> str:
    return "".join("\xad" if part.tag == W + "softHyphen" else part.text or "" for part in _parts(run))


def _parts(run: etree._Element) -> Iterator[etree._Element]:
    """The texts of a run; a soft hyphen is one, because TCVN3 keeps its "ư" in that place."""
    return (part for part in run if part.tag in (W + "t", W + "delText", W + "softHyphen"))


def _join_mark(previous: etree._Element | None, run: etree._Element, font: str) -> None:
    """Move a VNI mark that stands at the beginning of a run to the letter before it, where both are one word."""
    if legacy.encoding_of(font) != legacy.VNI or previous is None or previous is not run.getprevious():
        return
    before, here = (list(one.iterfind(W + "t")) for one in (previous, run))
    if (
        before
        and here
        and (before[-1].text or "")[-1:] in legacy.VNI_BASES
        and (here[0].text or "")[:1] in legacy.VNI_MARKS
    ):
        sign, here[0].text = (here[0].text or "")[0], (here[0].text or "")[1:]
        before[-1].text = (before[-1].text or "") + sign


def _convert(run: etree._Element, font: str) -> bool:
    """Put the texts of a run into Unicode; return whether that changed any."""
    changed = False
    for part in list(_parts(run)):
        raw = "\xad" if part.tag == W + "softHyphen" else part.text or ""
        if part.tag == W + "softHyphen" and legacy.encoding_of(font) == legacy.TCVN3:
            part.tag = W + "t"
        if part.tag != W + "softHyphen":
            part.text = legacy.decoded(raw, font=font)
            changed = changed or legacy.has_signs(raw)
    return changed


def _note(font: str, run: etree._Element) -> OldFont:
    """What was changed, shown by the paragraph that holds the first run changed."""
    paragraph = next(run.iterancestors(W + "p"), run)
    whole = " ".join("".join(_text(one) for one in paragraph.iter(W + "r")).split())
    short = whole if len(whole) <= LONGEST_PREVIEW else whole[:LONGEST_PREVIEW].rsplit(" ", 1)[0] + " …"
    return OldFont(font, legacy.encoding_of(font) or "", short)
