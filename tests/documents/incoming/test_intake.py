import io
import struct
import warnings
import zipfile

import docx as python_docx
import pytest

from iso_qms.documents.incoming import intake
from iso_qms.documents.incoming.intake import BadFile, kind_of, normalised
from tests.processes.reading.build import docx, p

GOOD = docx([p("Xin chào")])


def _files() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as package:
        return {name: package.read(name) for name in package.namelist()}


def _package(*entries: tuple[str, bytes], without: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made, warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # zipfile warns of the duplicate names made on purpose
        for name, content in [*((n, c) for n, c in _files().items() if n != without), *entries]:
            made.writestr(name, content)
    return out.getvalue()


def _refused(data: bytes) -> str:
    with pytest.raises(BadFile) as caught:
        kind_of(data)
    assert "%(" not in str(caught.value) and str(caught.value).endswith(".")
    return caught.value.code


def ole(*streams: tuple[str, bytes]) -> bytes:
    """A small OLE container (MS-CFB, version 3) with these streams, each stored in whole sectors of 512 bytes."""
    padded = [(name, content.ljust(4096, b"\0")) for name, content in streams]
    sizes = [-(-len(content) // 512) for _, content in padded]
    fat = [0xFFFFFFFD, 0xFFFFFFFE]
    entries = [_entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1)]
    for at, ((name, content), size) in enumerate(zip(padded, sizes, strict=True)):
        first = len(fat)
        fat += [*range(first + 1, first + size), 0xFFFFFFFE]
        following = at + 2 if at + 1 < len(padded) else 0xFFFFFFFF
        entries.append(_entry(name, 2, first, len(content), right=following))
    fat += [0xFFFFFFFF] * (128 - len(fat))
    entries += [b"\0" * 128] * (4 - len(entries))
    head = intake.OLE_MAGIC + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head += struct.pack("<I", 0) + b"\xff" * 432
    return head + struct.pack("<128I", *fat) + b"".join(entries) + b"".join(content for _, content in padded)


def _entry(name: str, kind: int, start: int, size: int, *, child: int = 0xFFFFFFFF, right: int = 0xFFFFFFFF) -> bytes:
    label = (name + "\0").encode("utf-16-le")
    links = struct.pack("<III", 0xFFFFFFFF, right, child)
    return (
        label.ljust(64, b"\0")
        + struct.pack("<HBB", len(label), kind, 1)
        + links
        + b"\0" * 36
        + struct.pack("<IQ", start, size)
    )


def _old_word(*, flags: int = 0) -> bytes:
    return struct.pack("<HHHHHH", 0xA5EC, 0xC1, 0, 0, 0, flags)


def test_a_sound_file_comes_in() -> None:
    assert kind_of(GOOD) == "docx"
    assert kind_of(ole(("WordDocument", _old_word()), ("1Table", b""))) == "doc"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"%PDF-1.7", "not_word"),
        (b"{\\rtf1}", "not_word"),
        (b"PK\x03\x04", "damaged"),
        (GOOD[: len(GOOD) // 2], "damaged"),
        (intake.OLE_MAGIC, "damaged"),
    ],
)
def test_what_is_no_word_file_or_cut_is_refused(data: bytes, code: str) -> None:
    assert _refused(data) == code


def test_a_package_without_a_main_part_is_no_word_file() -> None:
    assert _refused(_package(without="word/document.xml")) == "not_word"
    assert _refused(_package(without="[Content_Types].xml")) == "not_word"


def test_a_main_part_that_is_no_document_is_no_word_file() -> None:
    assert (
        _refused(_package(("word/document.xml", b"<workbook xmlns='x'/>"), without="word/document.xml")) == "not_word"
    )


def test_too_many_parts_too_much_inside_and_too_large_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _refused(_package(("word/media/a.bin", b"\0" * 5_000_000))) == "bomb"
    assert _refused(_package(*((f"x/{n}", b"") for n in range(2001)))) == "bomb"
    monkeypatch.setattr(intake, "MAX_UNPACKED", 1000)
    assert _refused(GOOD) == "bomb"
    monkeypatch.setattr(intake, "MAX_BYTES", 10)
    assert _refused(GOOD) == "too_big"


def test_a_long_table_of_rows_alike_packs_small_and_comes_in() -> None:
    row = b"<w:tr><w:tc><w:p><w:r><w:t>01 ng\xc3\xa0y</w:t></w:r></w:p></w:tc></w:tr>" * 40
    table = b"<w:document xmlns:w='w'><w:body><w:tbl>" + row * 500 + b"</w:tbl></w:body></w:document>"
    data = _package(("word/document.xml", table), without="word/document.xml")
    assert len(table) > 1024**2 and len(data) * intake.MAX_RATIO < len(table)
    assert kind_of(data) == "docx"


def test_text_packed_far_too_small_is_refused_however_many_parts_it_is_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "MAX_SWOLLEN", 4 * 1024**2)
    part = b"<a>" + b" " * (3 * 1024**2) + b"</a>"
    assert kind_of(_package(("word/one.xml", part))) == "docx"
    assert _refused(_package(("word/one.xml", part), ("word/two.xml", part))) == "bomb"


@pytest.mark.parametrize("name", ["../evil.xml", "word/../../evil.xml", "/evil.xml", "..\\evil.xml", "C:/evil.xml"])
def test_a_part_that_points_outside_is_refused(name: str) -> None:
    assert _refused(_package((name, b"x"))) == "unsafe_path"


@pytest.mark.parametrize("name", ["word/extra.xml", "customXml/item1.xml", "word/_rels/footer.xml.rels"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be"])
def test_a_doctype_is_refused_in_any_part_and_encoding(name: str, encoding: str) -> None:
    content = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode(encoding)
    assert _refused(_package((name, content))) == "doctype"


def test_a_doctype_across_two_chunks_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "CHUNK", 12)
    assert _refused(_package(("word/extra.xml", b"<!--123--><!DOCTYPE a><a/>"))) == "doctype"


def test_macros_are_refused() -> None:
    assert _refused(_package(("word/vbaProject.bin", b"x"))) == "macros"


def test_macros_under_another_name_are_refused() -> None:
    kind = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
    relations = f'<Relationships><Relationship Type="{kind}" Target="a.bin"/></Relationships>'.encode()
    assert _refused(_package(("word/a.bin", b"x"), ("word/_rels/document.xml.rels", relations))) == "macros"


def test_an_encrypted_entry_is_refused() -> None:
    data = bytearray(GOOD)
    for sign, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        data[data.find(sign) + offset] |= 1
    assert _refused(bytes(data)) == "encrypted"


def test_an_ole_container_is_told_by_its_streams() -> None:
    assert _refused(ole(("EncryptionInfo", b""), ("EncryptedPackage", b""))) == "encrypted"
    assert _refused(ole(("Workbook", b""))) == "not_word"
    assert _refused(ole(("WordDocument", _old_word(flags=0x0100)))) == "encrypted"
    assert _refused(ole(("WordDocument", b"nothing"))) == "damaged"
    assert _refused(ole(("WordDocument", _old_word()), ("1Table", b""))[:3000]) == "damaged"


def test_a_package_with_two_core_properties_is_mended_so_that_python_docx_opens_it() -> None:
    relation = (
        '<Relationship Id="{}" Type="http://schemas.openxmlformats.org/{}/core-properties" Target="docProps/core.xml"/>'
    )
    kinds = ("package/2006/relationships/metadata", "officeDocument/2006/relationships/metadata")
    added = "".join(relation.format(f"c{at}", kind) for at, kind in enumerate(kinds))
    relations = _files()["_rels/.rels"].replace(b"</Relationships>", added.encode() + b"</Relationships>")
    core = b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
    parts = ("_rels/.rels", relations), ("docProps/core.xml", core), ("docProps/core.xml", core)
    mended = normalised(_package(*parts, without="_rels/.rels"))
    with zipfile.ZipFile(io.BytesIO(mended)) as package:
        assert len(package.namelist()) == len(set(package.namelist()))
        assert package.read("_rels/.rels").count(b"/core-properties") == 1
    assert python_docx.Document(io.BytesIO(mended)).paragraphs[0].text == "Xin chào"


def test_a_package_in_order_stays_the_same_bytes() -> None:
    assert normalised(GOOD) is GOOD


@pytest.mark.parametrize(
    ("kind", "target", "told"),
    [
        ("attachedTemplate", "https://elsewhere.test/x.dotm", "fetches"),
        ("attachedTemplate", r"\\elsewhere\share\x.dotm", "fetches"),
        ("attachedTemplate", "file:///%5C%5Celsewhere/x.dotm", "fetches"),
        ("attachedTemplate", "file://elsewhere/x.dotm", "fetches"),
        ("oleObject", "file:////elsewhere/x.xlsx", "fetches"),
        ("aFChunk", "mhtml:http://elsewhere.test/x", "fetches"),
        ("attachedTemplate", r"file:///C:\Users\An\Normal.dotm", ""),
        ("attachedTemplate", r"D:\Mau.dotx", ""),
        ("hyperlink", "https://elsewhere.test/", ""),
    ],
)
def test_a_file_that_would_fetch_a_part_of_itself_elsewhere_is_refused(kind: str, target: str, told: str) -> None:
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        f'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}" '
        'TargetMode="External"/></Relationships>'
    )
    package = _package(("word/_rels/settings.xml.rels", relations.encode()))
    assert (_refused(package) if told else kind_of(package)) == (told or "docx")
