"""A quality manual as a Word file, made for tests the way a clerk types one: no cover of ours, no bookmarks."""

from io import BytesIO

from docx import Document
from docx.shared import Mm

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001"
    "a5f645400000000049454e44ae426082"
)


def saved(word):
    """The bytes of a file that is being made."""
    file = BytesIO()
    word.save(file)
    return file.getvalue()


def manual(*, code="STCL-01", title="Sổ tay chất lượng của xã", rows=3, picture=False):
    """Cover, contents, a heading in Word's style, one in bold with a number, and a table of so many rows."""
    word = Document()
    grid = word.add_table(3, 3).rows
    for row, words in zip(grid, (f"Mã hiệu: {code}", "Lần ban hành: 02", "Ngày ban hành: 02/3/2026"), strict=True):
        row.cells[2].text = words
    grid[0].cells[0].text, grid[0].cells[1].text = "UBND XÃ MẪU", f"SỔ TAY CHẤT LƯỢNG\n{title}"
    for line in ("MỤC LỤC", "1. Giới thiệu\t2", "2. Cam kết\t3"):
        word.add_paragraph(line)
    word.add_heading("1. Giới thiệu", level=1)
    word.add_paragraph("Xã nằm bên sông.")
    word.add_paragraph("- Diện tích 30 km²;")
    word.add_paragraph("").add_run("2. Cam kết").bold = True
    word.add_paragraph("Lãnh đạo cam kết bảo đảm nguồn lực.")
    table = word.add_table(rows, 2)
    for at, row in enumerate(table.rows):
        row.cells[0].text, row.cells[1].text = (("Mục tiêu", "Chỉ tiêu"), (f"Hồ sơ loại {at}", f"{90 + at} %"))[at > 0]
    if picture:
        word.add_paragraph().add_run().add_picture(BytesIO(PIXEL), width=Mm(5))
    return saved(word)
