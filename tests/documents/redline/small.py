"""Small Word files written down as they stand in the file, and the redline of two held against its definition."""

import io
import zipfile
from datetime import UTC, datetime

from iso_qms.documents.redline import Redline, redline
from tests.documents.redline.inlines import SPACES
from tests.documents.redline.reader import etree, faults, parts, said
from tests.documents.redline.writing import Writer

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)


def made(old: bytes, new: bytes) -> Redline:
    return redline(old, new, at=NOW)


def holds(old: bytes, new: bytes) -> Redline:
    """Make a redline and read it by the definition, not by the engine's own check."""
    found = made(old, new)
    assert said(found.data, "accept") == said(new, "accept")
    assert said(found.data, "reject") == said(old, "accept")
    assert faults(found.data) == []
    return found


def body(*blocks: str, names: str = "") -> bytes:
    """A Word file with these blocks, written as they stand in the file."""
    content = f"<w:document {SPACES} {names}><w:body>{''.join(blocks)}<w:sectPr/></w:body></w:document>"
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(Writer(0).file([]))) as package, zipfile.ZipFile(out, "w") as made_:
        for name in package.namelist():
            made_.writestr(name, content if name == "word/document.xml" else package.read(name))
    return out.getvalue()


def declaring(prefix: str, *blocks: str) -> bytes:
    """A file that declares a prefix of its own, which programs that do not know it may ignore."""
    return body(*blocks, names=f"xmlns:{prefix}='urn:{prefix}' mc:Ignorable='w14 {prefix}'")


def p(text: str = "", properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>"


def table(*rows: tuple[str, ...]) -> str:
    made = "".join(f"<w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in row)}</w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{made}</w:tbl>"


def document(found: Redline) -> "etree._Element":
    return etree.fromstring(parts(found.data)["word/document.xml"])
