"""Small Word files for the tests, written part by part, with the patterns and the defects of real procedures."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml"

ABOVE = "^"
"""A cell that continues the one above it."""


def p(text: str, *, bold: bool = False, numbered: int | None = None) -> str:
    """A paragraph; `numbered` is the list it belongs to (1: "1.", "2." …; 2: bullets)."""
    number = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{numbered}"/></w:numPr>' if numbered else ""
    runs = "<w:br/>".join(f'<w:t xml:space="preserve">{_escaped(line)}</w:t>' for line in text.split("\n"))
    return f"<w:p><w:pPr>{number}</w:pPr><w:r><w:rPr>{'<w:b/>' if bold else ''}</w:rPr>{runs}</w:r></w:p>"


def h(text: str) -> str:
    """A bold paragraph."""
    return p(text, bold=True)


@dataclass
class C:
    """A cell: text (lines are paragraphs), how many grid columns it spans, whether cells below continue it."""

    text: str = ""
    span: int = 1
    opens: bool = False
    numbered: bool = False


def table(rows: Sequence[Sequence["str | C"]], *, columns: int | None = None) -> str:
    """A table; a cell is its text, ABOVE, or a C."""
    made = [[c if isinstance(c, C) else C(c) for c in row] for row in rows]
    width = columns or max(sum(c.span for c in row) for row in made)
    grid = "".join('<w:gridCol w:w="1000"/>' for _ in range(width))
    return f"<w:tbl><w:tblGrid>{grid}</w:tblGrid>{''.join(_row(row) for row in made)}</w:tbl>"


@dataclass
class Footer:
    """One footer of a section: kind (default, first, even), issue number and date as printed."""

    text: str
    kind: str = "default"


@dataclass
class Part:
    """One section of the document: its blocks, footers, and whether its first page stands apart."""

    blocks: list[str]
    footers: list[Footer] = field(default_factory=list)
    title_page: bool = False
    continuous: bool = False


def footer(issue: str, effective: str, kind: str = "default") -> Footer:
    return Footer(f"Ngày hiệu lực: {effective}\nTrang: 1/9\nLần ban hành: {issue}", kind)


def docx(*parts: Part | list[str], even_and_odd: bool = False) -> bytes:
    """A whole file of one or more sections."""
    sections = [part if isinstance(part, Part) else Part(part) for part in parts]
    footers = [f for section in sections for f in section.footers]
    files = {
        "[Content_Types].xml": _content_types(len(footers)),
        "_rels/.rels": _relations([("rId1", "officeDocument", "word/document.xml")]),
        "word/document.xml": _document(sections),
        "word/numbering.xml": NUMBERING,
        "word/settings.xml": _settings("<w:evenAndOddHeaders/>" if even_and_odd else ""),
        "word/_rels/document.xml.rels": _relations(
            [("n", "numbering", "numbering.xml"), ("s", "settings", "settings.xml")]
            + [(f"f{at}", "footer", f"footer{at}.xml") for at in range(len(footers))]
        ),
    }
    for at, one in enumerate(footers):
        body = "".join(p(line) for line in one.text.split("\n"))
        files[f"word/footer{at}.xml"] = f'<w:ftr xmlns:w="{W}">{body}</w:ftr>'
    return package(files)


def package(files: dict[str, str | bytes]) -> bytes:
    """These parts as a zip file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return out.getvalue()


def changed(data: bytes, part: str, old: str, new: str) -> bytes:
    """The same file with some XML of one part replaced."""
    with zipfile.ZipFile(io.BytesIO(data)) as made:
        files = {name: made.read(name).decode() for name in made.namelist()}
    assert old in files[part]
    return package({**files, part: files[part].replace(old, new)})


def cover(code: str = "QT 07/MAU", title: str = "Cấp giấy mẫu", issue: str = "01", issued: str = "05/8/2025") -> str:
    """The cover table of layout A."""
    return table(
        [
            [C("PHÒNG MẪU", opens=True), "QUY TRÌNH", f"Mã hiệu: {code}"],
            [ABOVE, C(title, opens=True), f"Lần ban hành: {issue}"],
            [ABOVE, ABOVE, f"Ngày ban hành: {issued}"],
        ]
    )


def front(**words: str) -> list[str]:
    """Cover, contents list, signatures and an empty amendment table of layout A."""
    return [
        cover(**words),
        h("MỤC LỤC"),
        p("SỬA ĐỔI TÀI LIỆU"),
        *(p(text, numbered=1) for text in ("MỤC ĐÍCH", "PHẠM VI", "NỘI DUNG QUY TRÌNH", "BIỂU MẪU", "HỒ SƠ CẦN LƯU")),
        table(
            [
                ["Trách nhiệm", "Soạn thảo", "Xem xét", "Phê duyệt"],
                ["Họ tên", "Người Một", "Người Hai", "Người Ba"],
                ["Chữ ký", "", "", ""],
                ["Chức vụ", "Chuyên viên", "Trưởng phòng", "Phó Giám đốc\nSở Mẫu"],
            ]
        ),
        h("TRANG THEO DÕI SỐ LẦN SỬA ĐỔI TÀI LIỆU"),
        table(
            [
                ["STT", "Tóm lược nội dung\ncần sửa đổi", "Căn cứ", "Lần sửa đổi"],
                *([str(n), "", "", ""] for n in (1, 2)),
            ]
        ),
    ]


def steps(*rows: Sequence["str | C"], times: Sequence["str | C"] = ("Thời gian",)) -> str:
    """A steps table of layout A with these columns of time."""
    return table([["TT", "Trình tự các bước công việc*", "Trách nhiệm", *times], *rows])


def procedure(
    *,
    limit: str = "02 ngày làm việc.",
    steps_table: str | None = None,
    note: str = "",
    papers: Sequence[str] = ("- Tờ khai theo mẫu;",),
    legal: Sequence[str] = ("- Luật Mẫu năm 2014;",),
    fees: Sequence[str] = ("e. Phí: Không.",),
    **words: str,
) -> list[str]:
    """A whole small procedure of layout A."""
    table_ = steps_table or steps(["1", "Nhận", "Một cửa", "½ ngày"], ["2", "Xử lý", "Phòng", "1,5 ngày"])
    return [
        *front(**words),
        h("1. MỤC ĐÍCH"),
        p("Nói rõ việc làm."),
        h("2. PHẠM VI"),
        p("Mọi tổ chức."),
        h("5. NỘI DUNG"),
        h("a. Thành phần, số lượng hồ sơ:"),
        *(p(line) for line in papers),
        h("Số lượng hồ sơ: 01 bộ"),
        h(f"b. Thời hạn giải quyết: {limit}"),
        h("c. Đối tượng thực hiện thủ tục hành chính: Cá nhân."),
        h("d. Cơ quan thực hiện thủ tục hành chính: Phòng Mẫu."),
        p("Cơ quan phối hợp: Phòng Khác."),
        h("đ. Kết quả thực hiện thủ tục hành chính: Giấy mẫu."),
        *(p(line, bold=at == 0) for at, line in enumerate(fees)),
        h("g. Tên mẫu đơn, mẫu tờ khai: Không."),
        h("h. Yêu cầu, điều kiện thực hiện thủ tục hành chính: Không."),
        h("i. Căn cứ pháp lý của thủ tục hành chính:"),
        *(p(line) for line in legal),
        h("k. Quy trình các bước xử lý công việc:"),
        table_,
        p("*Ghi chú:"),
        p(note, numbered=1),
        h("6. BIỂU MẪU"),
        p("Mẫu sổ theo dõi;", numbered=2),
        p("Xem mục 5 ở trên.", numbered=2),
        h("7. HỒ SƠ LƯU"),
        table([["TT", "Tên hồ sơ", "Nơi lưu/người lưu", "Thời gian lưu"], ["1", "Bộ hồ sơ", "Phòng Mẫu", "Vĩnh viễn"]]),
    ]


NUMBERING = (
    f'<w:numbering xmlns:w="{W}">'
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="-"/></w:lvl>'
    '</w:abstractNum><w:abstractNum w:abstractNumId="3"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
    + "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in (1, 2, 3))
    + "</w:numbering>"
)


def _row(cells: list[C]) -> str:
    return f"<w:tr>{''.join(_cell(cell) for cell in cells)}</w:tr>"


def _cell(cell: C) -> str:
    merge = "<w:vMerge/>" if cell.text == ABOVE else '<w:vMerge w:val="restart"/>' if cell.opens else ""
    span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
    lines = [""] if cell.text == ABOVE else cell.text.split("\n")
    body = "".join(p(line, numbered=3 if cell.numbered else None) for line in lines)
    return f"<w:tc><w:tcPr>{span}{merge}</w:tcPr>{body}</w:tc>"


def _document(sections: list[Part]) -> str:
    body, place = "", 0
    for at, section in enumerate(sections):
        references = ""
        for one in section.footers:
            references += f'<w:footerReference w:type="{one.kind}" r:id="f{place}"/>'
            place += 1
        flow = '<w:type w:val="continuous"/>' if section.continuous else ""
        settings = f"<w:sectPr>{references}{flow}{'<w:titlePg/>' if section.title_page else ''}</w:sectPr>"
        body += "".join(section.blocks)
        body += settings if at == len(sections) - 1 else f"<w:p><w:pPr>{settings}</w:pPr></w:p>"
    return f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{body}</w:body></w:document>'


def _relations(entries: list[tuple[str, str, str]]) -> str:
    rows = "".join(f'<Relationship Id="{i}" Type="{TYPES}/{kind}" Target="{target}"/>' for i, kind, target in entries)
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'


def _content_types(footers: int) -> str:
    parts = [("document", "document.main"), ("numbering", "numbering"), ("settings", "settings")]
    parts += [(f"footer{at}", "footer") for at in range(footers)]
    rows = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{CONTENT}.{kind}+xml"/>' for name, kind in parts
    )
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{rows}</Types>'
    )


def _settings(inner: str) -> str:
    return f'<w:settings xmlns:w="{W}">{inner}</w:settings>'


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
