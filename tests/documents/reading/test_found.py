"""Plain documents read from Word: what is front, what is a heading, and what stands under it."""

import pytest
from docx import Document

from iso_qms.documents.comparison.alignment import Value
from iso_qms.documents.reading.found import found_in
from iso_qms.documents.reading.plain import depth_of
from iso_qms.documents.word import Amendment, Paper, Signer, write
from iso_qms.documents.word.marks import Origin
from tests.documents.files import manual, saved


class Block:
    def __init__(self, block_id, heading, text):
        self.block_id, self.kind, self.content = block_id, "text", {"key": "", "heading": heading, "text": text}


TEXTS = [
    Block(4, "", "Lời mở đầu không có đề mục."),
    Block(5, "1. GIỚI THIỆU", "Xã nằm bên sông.\n- Diện tích 30 km²;"),
    Block(6, "1.1. Bộ máy", "Mùa\tHoa\nXuân\tĐào, mai\nHạ\tSen"),
    Block(7, "Điều 2. Cam kết", "Bảo đảm nguồn lực."),
]


def paper(**changed):
    facts = {
        "kind": "SỔ TAY CHẤT LƯỢNG", "agency": "UBND xã Mẫu", "code": "STCL-01", "title": "Sổ tay của xã",
        "issue": "02",
        "signers": [Signer("Soạn thảo", "Người A", "Chuyên viên"), Signer("Phê duyệt", "Người B", "Chủ tịch")],
        "amendments": [Amendment("Thêm mục tiêu", "Họp xem xét", "02")],
        "blocks": TEXTS, "origin": Origin(1, 1, 0),
    }  # fmt: skip
    return Paper(**facts | changed)


def contents(found):
    return [(one.content["heading"], one.content["text"]) for one in found.values]


@pytest.mark.parametrize("origin", [Origin(1, 1, 0), None], ids=["marked", "unmarked"])
def test_what_is_written_is_read_again(origin):
    found = found_in(write(paper(origin=origin)))
    assert contents(found) == [(one.content["heading"], one.content["text"]) for one in TEXTS]
    assert (found.head["code"], found.head["title"], found.head["issue_number"]) == ("STCL-01", "Sổ tay của xã", 2)
    assert found.blocks({one.block_id: "text" for one in TEXTS}) == [4, 5, 6, 7] if origin else [None] * 4


def test_the_file_of_a_stranger_is_read_without_its_front():
    found = found_in(manual(rows=3))
    assert found.kind == "manual"
    assert dict(found.head) == {
        "code": "STCL-01", "title": "Sổ tay chất lượng của xã", "issue_number": 2, "issued_on": "2026-03-02",
    }  # fmt: skip
    assert contents(found) == [
        ("1. Giới thiệu", "Xã nằm bên sông.\n- Diện tích 30 km²;"),
        (
            "2. Cam kết",
            "Lãnh đạo cam kết bảo đảm nguồn lực.\nMục tiêu\tChỉ tiêu\nHồ sơ loại 1\t91 %\nHồ sơ loại 2\t92 %",
        ),
    ]


def test_a_policy_without_a_cover_has_its_title_in_front():
    word = Document()
    head = word.add_table(1, 2).rows[0].cells
    head[0].text, head[1].text = "UBND XÃ MẪU", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
    for words in ("CHÍNH SÁCH CHẤT LƯỢNG", ""):
        word.add_paragraph("").add_run(words).bold = True
    word.add_paragraph("Phục vụ người dân tận tụy.")
    found = found_in(saved(word))
    assert (found.kind, found.head["title"]) == ("policy", "CHÍNH SÁCH CHẤT LƯỢNG")
    assert found.values == [Value("text", {"key": "", "heading": "", "text": "Phục vụ người dân tận tụy."})]


def test_a_heading_is_as_deep_as_its_number():
    headings = ("GIỚI THIỆU", "2. Phạm vi", "2.1. Chung", "2.1.3 Riêng", "Chương I", "Điều 5. Hiệu lực", "Phụ lục 2")
    assert [depth_of(one) for one in headings] == [1, 1, 2, 3, 1, 2, 1]
