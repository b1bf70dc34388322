import io
import struct
import zipfile
import zlib
from itertools import pairwise
from pathlib import Path

import docx
import pytest

from iso_qms.documents.incoming import office
from iso_qms.documents.redline import BadFile
from tests.documents.redline.edits import Editor
from tests.documents.redline.pairs import moved_pair, pair
from tests.documents.redline.reader import W, parts, said
from tests.documents.redline.small import body, declaring, document, holds, made, p, table
from tests.documents.redline.writing import Writer

SAMPLES = sorted((Path(__file__).parents[4] / "shared" / "data" / "procedures").glob("*.docx"))


@pytest.mark.parametrize("seed", range(100))
def test_accepted_it_says_the_new_text_and_rejected_the_old_one(seed: int) -> None:
    holds(*pair(seed))


@pytest.mark.parametrize("seed", range(40))
def test_what_moved_holds_both_ways(seed: int) -> None:
    holds(*moved_pair(seed))


@pytest.mark.parametrize("seed", range(2000, 2012))
def test_revisions_inside_the_files_are_read_as_accepted(seed: int) -> None:
    old, new = pair(seed)
    revised = made(old, new).data
    third = Writer(seed).file([*Editor(seed).document(), ("p", [], {})])
    for before, after in ((revised, third), (third, revised)):
        found = made(before, after)
        assert (
            said(found.data, "accept")["word/document.xml", "settled", True, True]
            == (said(after, "accept")["word/document.xml", "settled", True, True])
        )
        assert (
            said(found.data, "reject")["word/document.xml", "settled", True, True]
            == (said(before, "accept")["word/document.xml", "settled", True, True])
        )


def test_a_file_against_itself_holds_no_change() -> None:
    old, _ = pair(7)
    found = holds(old, old)
    assert (found.insertions, found.deletions, found.moves) == (0, 0, 0)


def test_only_the_words_that_changed_are_marked() -> None:
    found = holds(
        body(p("The unit answers within 15 working days.")), body(p("The unit answers within 10 working days."))
    )
    root = document(found)
    assert ["".join(one.itertext()) for one in root.iter(W + "del")] == ["15 "]
    assert ["".join(one.itertext()) for one in root.iter(W + "ins")] == ["10 "]
    assert {(one.get(W + "author"), one.get(W + "date")) for one in root.iter(W + "ins", W + "del")} == {
        ("ISO-QMS", "2026-03-02T08:30:00Z")
    }


def test_a_blank_at_the_edge_of_a_text_is_kept_for_programs_that_would_drop_it() -> None:
    bare = p("1 ").replace(" xml:space='preserve'", "")
    found = holds(body(p("1 năm")), body(bare))
    texts = [one for one in document(found).iter(W + "t", W + "delText") if one.text != one.text.strip()]
    assert texts and all(one.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve" for one in texts)


def test_a_row_that_is_gone_is_deleted_and_the_others_stay() -> None:
    rows = [(p("1"), p("Receive the file")), (p("2"), p("Check the papers")), (p("3"), p("Hand over the result"))]
    found = holds(body(table(*rows), p()), body(table(rows[0], rows[2]), p()))
    assert (found.insertions, found.deletions) == (0, 1)
    assert len(document(found).findall(f".//{W}tr/{W}trPr/{W}del")) == 1


def test_a_whole_table_may_go_and_another_come() -> None:
    old = body(p("Before"), table((p("a"), p("b")), (p("c"), p("d"))), p("After"))
    new = body(p("Before"), table((p("a"), p("b"), p("e")), (p("c"), p("d"), p("f"))), p("After"))
    assert len(document(holds(old, new)).findall(f".//{W}tbl")) == 2


def test_the_mark_of_the_last_paragraph_of_a_cell_stays() -> None:
    old, new = table((p("One") + p("Two words here"),)), table((p("One"),))
    for before, after in ((old, new), (new, old)):
        root = document(holds(body(before, p()), body(after, p())))
        for cell in root.iter(W + "tc"):
            assert cell[-1].tag == W + "p" and cell[-1].find(f"{W}pPr/{W}rPr") is None


def leaning() -> tuple[bytes, bytes]:
    """An old file with a style, a list and a picture of its own, and a new file without them."""
    old = docx.Document()
    old.styles.add_style("Own", 1)
    old.add_paragraph("In a style the other lacks", style="Own")
    old.add_paragraph("A point of a list", style="List Bullet")
    old.add_picture(io.BytesIO(png()))
    old.add_paragraph("The end")
    new = docx.Document()
    new.add_paragraph("The end")
    files = [io.BytesIO(), io.BytesIO()]
    for one, file in zip((old, new), files, strict=True):
        one.save(file)
    return files[0].getvalue(), files[1].getvalue()


def png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    data = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\0\0\0")) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + data


def test_what_leans_on_the_old_file_comes_along() -> None:
    found = holds(*leaning())
    again = docx.Document(io.BytesIO(found.data))
    assert again.paragraphs[0].style.name == "Own"
    assert [name for name in parts(found.data) if "media/" in name]


def test_a_field_is_replaced_whole_and_never_cut() -> None:
    def field(code: str) -> str:
        mark = "<w:r><w:fldChar w:fldCharType='{}'/></w:r>".format
        return (
            f"<w:p><w:r><w:t>See page </w:t></w:r>{mark('begin')}<w:r><w:instrText>{code}</w:instrText></w:r>"
            f"{mark('separate')}<w:r><w:t>7</w:t></w:r>{mark('end')}<w:r><w:t> of the book</w:t></w:r></w:p>"
        )

    root = document(holds(body(field("PAGEREF a")), body(field("PAGEREF b"))))
    for change in root.iter(W + "ins", W + "del"):
        assert len(change.findall(f".//{W}fldChar")) == 3


def test_it_is_told_when_headers_differ() -> None:
    def headed(words: str) -> bytes:
        file, out = docx.Document(), io.BytesIO()
        file.sections[0].header.paragraphs[0].text = words
        file.save(out)
        return out.getvalue()

    assert made(headed("bản 1"), headed("bản 2")).edges_differ
    assert not made(headed("bản 1"), headed("bản 1")).edges_differ


def test_the_marks_of_a_field_may_share_a_run() -> None:
    def field(page: int) -> str:
        return (
            "<w:p><w:r><w:rPr><w:b/></w:rPr><w:fldChar w:fldCharType='begin'/><w:instrText>PAGE</w:instrText>"
            f"<w:fldChar w:fldCharType='separate'/><w:t>{page}</w:t><w:fldChar w:fldCharType='end'/>"
            "<w:t> of the book</w:t></w:r></w:p>"
        )

    assert holds(body(field(7)), body(field(8))).insertions == 1


def test_each_file_may_declare_names_the_other_does_not_know() -> None:
    mine, yours = (declaring(name, p(text)) for name, text in (("mine", "one two"), ("yours", "one three")))
    root = document(holds(mine, yours))
    assert {"mine", "yours", "w14"} <= set(root.nsmap)
    assert set(root.get("{http://schemas.openxmlformats.org/markup-compatibility/2006}Ignorable").split()) == {
        "mine", "yours", "w14",
    }  # fmt: skip


CHOICE = (
    "<mc:AlternateContent><mc:Choice Requires='w14'>{}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent>"
)
RUN = "<w:r><w:t>{}</w:t></w:r>".format


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (f"<w:p>{CHOICE.format(RUN('a'), RUN('b'))}</w:p>", f"<w:p>{CHOICE.format(RUN('a'), RUN('c'))}</w:p>"),
        (CHOICE.format(p("a"), p("b")), CHOICE.format(p("a c"), p("b"))),
        ("<w:p><w:t>outside of a run</w:t></w:p>", "<w:p><w:t>outside of any run</w:t></w:p>"),
        (p("a sign \U000f0001 here"), p("a sign \U000f0002 here")),
        (p("gone") + table((p("in a cell"),)), table((p("in a cell"),))),
        (table((p("a") + table((p("n"),)) + p(),)), table((p("a") + table((p("n"), p("m"))) + p(),))),
        ("", p("all of it")),
        (p("one two"), p("one") + p("two")),
        (p("one") + p("two"), p("one two")),
    ],
)
def test_odd_shapes_hold_both_ways(old: str, new: str) -> None:
    holds(body(old), body(new))
    holds(body(new, p("end")), body(old, p("end")))


def test_a_paragraph_without_its_mark_runs_on_into_the_next_one() -> None:
    mark = "<w:rPr><w:del w:id='1' w:author='a' w:date='2026-01-01T00:00:00Z'/></w:rPr>"
    joined = body(p("one ", mark), p("two"), p("three", mark), table((p("four", mark),)), p("five"))
    found = made(joined, body(p("one two"), p("three"), table((p("four"),)), p("five")))
    assert (found.insertions, found.deletions) == (0, 0)


def test_a_link_or_picture_that_leads_nowhere_does_not_stand_in_the_way() -> None:
    lost = "<w:p><w:hyperlink r:id='rId77'><w:r><w:t>See there</w:t></w:r></w:hyperlink></w:p>"
    holds(body(p("One"), lost), body(p("Two")))
    found = holds(body(p("One")), body(p("Two"), lost))
    assert "rId77" not in parts(found.data)["word/document.xml"].decode()


def test_the_strict_form_of_the_format_is_read_too() -> None:
    usual = body(p("One text in the strict form"))
    strict = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(usual)) as package, zipfile.ZipFile(strict, "w") as made_:
        for name in package.namelist():
            content = package.read(name)
            if name.startswith("word/"):
                content = content.replace(b"http://schemas.openxmlformats.org/", b"http://purl.oclc.org/ooxml/")
                content = content.replace(b"/2006/main", b"/main").replace(b"/2006/relationships", b"/relationships")
            made_.writestr(name, content)
    found = made(strict.getvalue(), body(p("One text in the usual form")))
    assert said(found.data, "reject")["word/document.xml", "settled", True, True] == ["One text in the strict form"]


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", "empty"), (b"PK nothing", "damaged"), (b"text", "not_word"), (body(p("a"))[:900], "damaged")],
)
def test_what_is_no_sound_word_file_is_refused_with_a_sentence(data: bytes, code: str) -> None:
    for old, new in ((data, body(p("a"))), (body(p("a")), data)):
        with pytest.raises(BadFile) as caught:
            made(old, new)
        assert caught.value.code == code and str(caught.value).endswith(".")


@pytest.mark.skipif(len(SAMPLES) < 2, reason="the sample files are not on this machine")
def test_real_files_against_each_other() -> None:
    for old, new in pairwise(SAMPLES[:4]):
        holds(old.read_bytes(), new.read_bytes())


@pytest.mark.skipif(not SAMPLES, reason="the sample files are not on this machine")
def test_a_real_file_against_an_edited_copy_of_itself() -> None:
    data = SAMPLES[0].read_bytes()
    copy = docx.Document(io.BytesIO(data))
    steps = max(copy.tables, key=lambda one: len(one.rows))
    steps._tbl.remove(steps.rows[-2]._tr)
    copy.paragraphs[12].insert_paragraph_before("A line nobody had written before")
    changed = next(one for one in copy.paragraphs if len(one.text) > 60)
    changed.add_run(" and more")
    out = io.BytesIO()
    copy.save(out)
    found = holds(data, out.getvalue())
    assert found.insertions + found.deletions <= 12


@pytest.mark.office
@pytest.mark.skipif(office.path() is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_it() -> None:
    assert office.to_pdf(made(*leaning()).data).startswith(b"%PDF")
