"""The guard at the door: what an incoming Word file must be before anything else opens it.

A file is judged by its structure and by the bytes that really come out of it, never by its name or by what it says of
itself. Whatever is refused is refused with one sentence a clerk can act on."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import unquote

import olefile
from lxml import etree

from iso_qms.workflow import Refused

MAX_BYTES = 50 * 1024 * 1024
MAX_ENTRIES = 2000
MAX_UNPACKED = 300 * 1024 * 1024
MAX_RATIO = 200
RATIO_MATTERS_ABOVE = 1024 * 1024
MAX_SWOLLEN = 32 * 1024 * 1024
"""What may come out of all text packed more than `MAX_RATIO` times smaller: so is a table of 5,000 rows alike."""
CHUNK = 256 * 1024

OLE_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
STRICT_NAMES = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
"""The names of the strict form of the format, which Word can also save (ISO/IEC 29500-4 holds the usual ones)."""
FETCHED = {"attachedTemplate", "oleObject", "aFChunk", "frame", "subDocument"}
ELSEWHERE = re.compile(r"(?!file:)\w{2,}:|//\w|(file:/*)?\\\\|file:/{4}|file://[^/\\]", re.IGNORECASE)
"""An address on another computer; the usual template of whoever wrote the file lies on a drive of their own."""
WORD_MAGICS = {0xA5EC, 0xA5DC}
ENCRYPTED_FLAG = 0x0100


class BadFile(Exception):
    """A file that is refused. `message` is an English format string (`%(name)s`) for gettext; `str()` fills it in."""

    def __init__(self, code: str, message: str, **values: object) -> None:
        super().__init__(code)
        self.code, self.message, self.values = code, message, values

    def __str__(self) -> str:
        return self.message % self.values if self.values else self.message


class UnreadableFile(Refused):
    """A file that cannot be read: the guard's or the reader's code, and its sentence in the language spoken."""

    status = 422

    def __init__(self, refusal: BadFile) -> None:
        from iso_qms.i18n import _  # Slow to take in, and commands that only compare files do without.

        super().__init__(_(refusal.message, **refusal.values))
        self.code = refusal.code


def kind_of(data: bytes) -> str:
    """Say whether these bytes are a sound "docx" or "doc"; raise BadFile when they are neither or may not come in."""
    if not data:
        raise BadFile("empty", "The file is empty.")
    if len(data) > MAX_BYTES:
        raise BadFile("too_big", "The file is larger than %(limit)d MB.", limit=MAX_BYTES // 1024**2)
    if data.startswith(OLE_MAGIC):
        _check_ole(data)
        return "doc"
    if not data.startswith(b"PK"):
        raise BadFile("not_word", "This is not a Word file.")
    _check_package(data)
    return "docx"


def why_not(data: bytes) -> str:
    """Why these bytes may not come in as a .docx, in the language spoken; empty where they may."""
    from iso_qms.i18n import _  # As above.

    try:
        return "" if kind_of(data) == "docx" else _("This is an old Word file. Save it as .docx and try again.")
    except BadFile as refusal:
        return _(refusal.message, **refusal.values)


def normalised(data: bytes) -> bytes:
    """The same package with one entry per name and one core-properties relationship, so that every tool opens it."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = package.namelist()
        relations = package.read("_rels/.rels") if "_rels/.rels" in names else b""
        mended = _one_core_properties(relations, set(names))
        if mended == relations and len(names) == len(set(names)):
            return data
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as clean:
            for name in dict.fromkeys(names):
                clean.writestr(name, mended if name == "_rels/.rels" else package.read(name))
    return out.getvalue()


def main_part(package: zipfile.ZipFile) -> str:
    """The name of the main document part, or "" when the package has none (ISO/IEC 29500-2, relationships)."""
    names = set(package.namelist())
    if "_rels/.rels" in names:
        for relation in _relations(package.read("_rels/.rels")):
            target = relation.get("Target", "").lstrip("/")
            if relation.get("Type", "").endswith("/officeDocument") and target in names:
                return target
    return "word/document.xml" if "word/document.xml" in names else ""


def xml(content: bytes) -> etree._Element:
    """Parse one XML part without entities, network or a DOCTYPE; raise BadFile when it is not sound."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    for strict, usual in STRICT_NAMES:
        content = content.replace(strict, usual)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BadFile("damaged", "The file is damaged or cut off: a part of it cannot be read.") from error
    if root.getroottree().docinfo.doctype:
        raise _doctype()
    return root


def _check_package(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _check_entries(package)
            _check_parts(package)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
        raise BadFile("damaged", "The file is damaged or cut off.") from error
    except RuntimeError as error:
        raise _encrypted() from error


def _check_entries(package: zipfile.ZipFile) -> None:
    entries = package.infolist()
    if len(entries) > MAX_ENTRIES:
        raise BadFile("bomb", "The file holds more than %(limit)d parts.", limit=MAX_ENTRIES)
    for entry in entries:
        if entry.flag_bits & 0x1:
            raise _encrypted()
        path = PurePosixPath(entry.filename.replace("\\", "/"))
        if ".." in path.parts or path.is_absolute() or ":" in entry.filename:
            raise BadFile("unsafe_path", "The file holds a part that points outside of it: %(part)s.", part=path)


def _check_parts(package: zipfile.ZipFile) -> None:
    room, swelling = MAX_UNPACKED, MAX_SWOLLEN
    for entry in package.infolist():
        usual = MAX_RATIO * entry.compress_size
        size = _check_part(package, entry, min(room, max(usual, swelling if _is_xml(entry) else RATIO_MATTERS_ABOVE)))
        room -= size
        swelling -= size if size > usual else 0
    names = package.namelist()
    main = main_part(package)
    if "[Content_Types].xml" not in names or not main:
        raise BadFile("not_word", "This is not a Word file.")
    if any(name.lower().endswith("vbaproject.bin") for name in names) or _declares_macros(package):
        raise BadFile("macros", "The file carries macros. Save it as a plain .docx and try again.")
    if elsewhere := _fetched(package):
        raise BadFile(
            "fetches",
            "The file fetches a part of itself from another computer: %(where)s. Remove that link and try again.",
            where=elsewhere[:80],
        )
    if not xml(package.read(main)).tag.endswith("}document"):
        raise BadFile("not_word", "This is not a Word file.")


def _declares_macros(package: zipfile.ZipFile) -> bool:
    """Whether a part is declared as a macro project under another name, by its content type or a relationship."""
    declared = [name for name in package.namelist() if name == "[Content_Types].xml" or name.endswith(".rels")]
    return any(b"vbaproject" in package.read(name).replace(b"\0", b"").lower() for name in declared)


def _fetched(package: zipfile.ZipFile) -> str:
    """Where Word would fetch a template or a part from as soon as somebody opens the file; empty for nowhere."""
    for name in package.namelist():
        for relation in _relations(package.read(name)) if name.endswith(".rels") else ():
            kind, target = relation.get("Type", "").rpartition("/")[2], unquote(relation.get("Target", "").strip())
            if relation.get("TargetMode") == "External" and kind in FETCHED and ELSEWHERE.match(target):
                return target
    return ""


def _check_part(package: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> int:
    """Read one part to its end, counting what really comes out, at most this much; return its size in bytes."""
    size, start, is_xml = 0, b"", _is_xml(entry)
    for chunk in _chunks(package, entry):
        size += len(chunk)
        if size > most:
            raise BadFile("bomb", "The file unpacks to far more than it should and was not opened.")
        if is_xml and _has_doctype(start[-64:] + chunk):
            raise _doctype()
        start = chunk
    return size


def _is_xml(entry: zipfile.ZipInfo) -> bool:
    return entry.filename.lower().endswith((".xml", ".rels"))


def _chunks(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    with package.open(entry) as part:
        while chunk := part.read(CHUNK):
            yield chunk


def _has_doctype(content: bytes) -> bool:
    """Whether a document type is declared, in any encoding that only pads ASCII with zero bytes."""
    return b"<!DOCTYPE" in content or (b"\0" in content and b"<!DOCTYPE" in content.replace(b"\0", b""))


def _relations(content: bytes) -> list[etree._Element]:
    return list(xml(content).iter(RELATIONSHIPS))


def _one_core_properties(content: bytes, names: set[str]) -> bytes:
    """Drop every core-properties relationship but the first whose part exists."""
    if not content:
        return content
    root = xml(content)
    core = [r for r in root.iter(RELATIONSHIPS) if r.get("Type", "").endswith("/core-properties")]
    kept = next((r for r in core if r.get("Target", "").lstrip("/") in names), None)
    extra = [r for r in core if r is not kept]
    for relation in extra:
        root.remove(relation)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True) if extra else content


def _check_ole(data: bytes) -> None:
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            _check_streams(container)
    except BadFile:
        raise
    except Exception as error:  # olefile raises many kinds of errors on a broken container; each means the same here.
        raise BadFile("damaged", "The file is damaged or cut off.") from error


def _check_streams(container: olefile.OleFileIO) -> None:
    """Look into an OLE container: an encrypted package, an old Word document, or something else."""
    if container.exists("EncryptedPackage") or container.exists("EncryptionInfo"):
        raise _encrypted()
    if not container.exists("WordDocument"):
        raise BadFile("not_word", "This is not a Word file.")
    head = container.openstream("WordDocument").read(64)
    if len(head) < 32 or int.from_bytes(head[:2], "little") not in WORD_MAGICS:
        raise BadFile("damaged", "The file is damaged or cut off.")
    if int.from_bytes(head[10:12], "little") & ENCRYPTED_FLAG:
        raise _encrypted()
    for name in ("WordDocument", "0Table", "1Table", "Data"):
        if container.exists(name) and len(container.openstream(name).read()) < container.get_size(name):
            raise BadFile("damaged", "The file is damaged or cut off.")


def _encrypted() -> BadFile:
    return BadFile("encrypted", "The file is protected by a password. Remove the password and try again.")


def _doctype() -> BadFile:
    return BadFile("doctype", "The file carries a document type declaration, which no Word file needs.")
