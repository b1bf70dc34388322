from collections.abc import Sequence

import pytest

from iso_qms.documents.redline import Redline
from tests.documents.redline.reader import W, etree
from tests.documents.redline.small import body, document, holds, p, table

FIRST, SECOND, THIRD, LAST = (
    "The file is received first",
    "Then it is checked",
    "Then it is decided",
    "Then it is closed",
)
ROWS = [(p("1"), p("Receive the file")), (p("2"), p("Check the papers")), (p("3"), p("Hand over the result"))]


def told(found: Redline) -> tuple[int, int, int]:
    return found.insertions, found.deletions, found.moves


def texts(root: "etree._Element", tag: str) -> list[str]:
    return ["".join(one.itertext()) for one in root.iter(W + tag) if one.getparent().tag != W + "rPr"]


def paragraphs(*lines: str) -> list[str]:
    return [p(line) for line in lines]


def test_a_paragraph_that_stands_elsewhere_is_moved_with_its_mark() -> None:
    found = holds(body(*paragraphs(FIRST, SECOND, THIRD, LAST)), body(*paragraphs(FIRST, THIRD, SECOND, LAST)))
    root = document(found)
    assert told(found) == (0, 0, 1)
    assert texts(root, "moveFrom") == texts(root, "moveTo")
    for tag in ("moveFrom", "moveTo"):
        (start,), (mark,) = list(root.iter(f"{W}{tag}RangeStart")), root.findall(f".//{W}pPr/{W}rPr/{W}{tag}")
        assert start.get(W + "name") and start.get(W + "author") == mark.get(W + "author") == "ISO-QMS"
        assert next(mark.iterancestors(W + "p")).getnext().tag == f"{W}{tag}RangeEnd"


def test_neighbours_that_moved_together_are_one_move() -> None:
    found = holds(body(*paragraphs(FIRST, SECOND, THIRD, LAST)), body(*paragraphs(THIRD, LAST, FIRST, SECOND)))
    assert told(found) == (0, 0, 1)
    assert len(texts(document(found), "moveTo")) == 2


@pytest.mark.parametrize(
    ("old", "new", "counted"),
    [
        (
            [table(*ROWS), *paragraphs(FIRST, LAST)],
            [table((p("1"), p(FIRST) + ROWS[0][1]), *ROWS[1:]), p(LAST)],
            (0, 0, 1),
        ),
        (
            [table(*ROWS), *paragraphs(FIRST, LAST)],
            [table(*ROWS[:2], (p("3"), ROWS[2][1] + p(FIRST))), p(LAST)],
            (0, 0, 1),
        ),
        ([table(*ROWS), *paragraphs(FIRST, LAST)], [table(*ROWS, (p("4"), p(FIRST))), p(LAST)], (1, 0, 1)),
        ([table(*ROWS), p(LAST)], [table(ROWS[2], *ROWS[:2]), p(LAST)], (0, 0, 1)),
        ([table(*ROWS), *paragraphs(FIRST, LAST)], [p(FIRST), table(*ROWS), p(LAST)], (0, 0, 1)),
    ],
    ids=["into a cell", "to the end of a cell", "into a new row", "a row", "past a table"],
)
def test_cells_and_rows_take_part_in_moves(
    old: Sequence[str], new: Sequence[str], counted: tuple[int, int, int]
) -> None:
    assert told(holds(body(*old), body(*new))) == counted
    assert holds(body(*new), body(*old)).moves == 1


def test_short_texts_of_which_there_are_many_are_not_moved() -> None:
    rows = [(p("yes"), p(line)) for line in (FIRST, SECOND, THIRD)]
    gone = holds(body(table(*rows), p(LAST), table((p("no"), p("nobody")))), body(table(*rows[1:]), p(LAST), p("yes")))
    assert gone.moves == 0


def test_a_moved_paragraph_with_a_field_and_a_link_keeps_both() -> None:
    inside = (
        "<w:p><w:r><w:t>See </w:t></w:r><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>PAGE"
        "</w:instrText></w:r><w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>7</w:t></w:r>"
        "<w:r><w:fldChar w:fldCharType='end'/></w:r>"
        "<w:hyperlink w:anchor='there'><w:r><w:t>or go there yourself</w:t></w:r></w:hyperlink></w:p>"
    )
    found = holds(body(inside, *paragraphs(FIRST, SECOND)), body(*paragraphs(FIRST, SECOND), inside, p(LAST)))
    assert found.moves == 1
    assert len(list(document(found).iter(W + "instrText"))) == 2


@pytest.mark.parametrize(
    "inside",
    [
        "<w:p><w:pPr><w:sectPr/></w:pPr><w:r><w:t>A section ends behind this line</w:t></w:r></w:p>",
        "<w:p><w:r><w:t>A box stands in this line</w:t></w:r><w:r><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r>"
        "<w:t>and says so</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>",
    ],
    ids=["the end of a section", "a text box"],
)
def test_what_cannot_stand_twice_is_deleted_and_inserted(inside: str) -> None:
    found = holds(body(inside, *paragraphs(FIRST, SECOND)), body(*paragraphs(FIRST, SECOND), inside, p(LAST)))
    assert found.moves == 0 and found.deletions and found.insertions
