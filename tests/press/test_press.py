"""A sheet drawn for the screen becomes a PDF: every letter right and inside, nothing typed becomes an instruction."""

import shutil
import subprocess

import pytest

from iso_qms.press import Edges, pdf_of, tree_of
from iso_qms.press.tables import widths_of

LETTERS = "ĂẮẰẲẴẶăắằẳẵặÂẤẦẨẪẬâấầẩẫậĐđÊẾỀỂỄỆêếềểễệÔỐỒỔỖỘôốồổỗộƠỚỜỞỠỢơớờởỡợƯỨỪỬỮỰưứừửữựẠẢẸẺẼỊỈĨỌỎỤỦŨỲÝỶỸỴ"
EDGES = Edges(title="QT-07", left="QT-07 · Lần ban hành: 02", middle="Hiệu lực từ: 01/10/2026", page="Trang")


@pytest.fixture
def read(tmp_path):
    """The words of a PDF, page by page."""
    if not shutil.which("pdftotext"):
        pytest.skip("no pdftotext (Debian: poppler-utils)")

    def read(data):
        (tmp_path / "a.pdf").write_bytes(data)
        text = subprocess.run(["pdftotext", "-layout", tmp_path / "a.pdf", "-"], capture_output=True, check=True)
        return text.stdout.decode().rstrip("\f").split("\f")

    return read


def test_every_vietnamese_letter_is_in_the_file_with_its_font(read):
    data = pdf_of(f"<p>{LETTERS}</p>", EDGES)
    assert LETTERS in "".join("".join(read(data)).replace("\u200b", "").split())
    assert b"LiberationSerif" in data and b"/FontFile2" in data


def test_nothing_typed_becomes_an_instruction(read):
    typed = "#panic() *đậm* $x^2$ @nhãn \\ &lt;b&gt; // ghi chú"
    assert "#panic() *đậm* $x^2$ @nhãn \\ <b> // ghi chú" in read(pdf_of(f"<p>{typed}</p>", EDGES))[0]


def test_every_page_says_what_it_belongs_to_and_a_table_repeats_its_head(read):
    rows = "".join(f"<tr><td>{n}</td><td>Việc phải làm</td></tr>" for n in range(120))
    table = f"<table><thead><tr><th>TT</th><th>Trình tự</th></tr></thead><tbody>{rows}</tbody></table>"
    pages = read(pdf_of(table, EDGES))
    assert len(pages) > 2
    for number, page in enumerate(pages, start=1):
        assert "Trình tự" in page and f"Trang {number}/{len(pages)}" in page and "QT-07 · Lần ban hành: 02" in page


def test_cells_over_several_rows_and_columns_find_their_place(read):
    sheet = (
        '<table><tr><td rowspan="2">A</td><td colspan="2">B</td></tr><tr><td>C</td><td rowspan="2">D</td></tr>'
        "<tr><td>E</td><td>F</td></tr></table>"
    )
    (page,) = read(pdf_of(sheet, EDGES))
    assert set("ABCDEF") <= set(page)


def test_what_is_only_for_the_screen_stays_off_the_sheet():
    sheet = '<p>Một <span class="unseen">ẩn</span> hai</p><button>In</button><svg><path/></svg>'
    sheet += '<div class="screen-only">x</div>'
    (paragraph,) = tree_of(sheet)
    assert paragraph == {"tag": "p", "class": "", "kids": ["Một ", " hai"]}


def test_a_column_is_as_wide_as_what_it_must_hold():
    rows = f"<tr><td>1</td><td>{'dài ' * 40}</td><td>Văn thư</td></tr>"
    (table,) = tree_of(f"<table><tr><th>TT</th><th>Việc</th><th>Ai</th></tr>{rows}</table>")
    number, work, who = widths_of(table)
    assert number < who < work
