"""What the sections hold: papers, fees, legal basis, forms and records."""

import pytest

from iso_qms.documents.reading.grid import Line
from iso_qms.processes.reading import read
from iso_qms.processes.reading.fees import fees_of
from iso_qms.processes.reading.legal import legal_basis_of
from iso_qms.processes.reading.papers import papers_of
from tests.processes.reading.build import docx, h, p, procedure, table


def test_papers_have_a_group_a_level_and_copies() -> None:
    lines = [
        "Thành phần hồ sơ:",
        "- Tờ khai theo mẫu (01 bản chính);",
        "- Người yêu cầu nộp các giấy tờ sau:",
        "* Giấy tờ phải nộp:",
        "- Bản sao giấy tờ, gồm:",
        "+ Giấy một;",
        "- Hai ảnh;",
        "* Giấy tờ phải xuất trình:",
        "- Hộ chiếu.",
        "* Lưu ý:",
        "- Nộp bản chụp.",
    ]
    found = read(docx(procedure(papers=lines)), name="x")
    assert [(one["text"], one["group"], one["level"], one["copies"]) for one in found["required_papers"]] == [
        ("Tờ khai theo mẫu (01 bản chính);", "submit", 1, 1),
        ("Bản sao giấy tờ, gồm:", "submit", 1, None),
        ("Giấy một;", "submit", 2, None),
        ("Hai ảnh;", "submit", 1, 2),
        ("Hộ chiếu.", "present", 1, None),
        ("Nộp bản chụp.", "note", 1, None),
    ]
    assert found["sets"] == 1


def _papers(*lines: str) -> list[tuple[str, str, int]]:
    found = read(docx(procedure(papers=lines)), name="x")["required_papers"]
    return [(one["text"], one["group"], one["level"]) for one in found]


def test_a_group_may_begin_on_its_own_title() -> None:
    long = "bản chụp phải rõ nét, đầy đủ, toàn vẹn về nội dung, chụp bằng máy ảnh hoặc quét bằng thiết bị điện tử."
    assert _papers("Giấy tờ phải nộp: Tờ khai;", "- Giấy;", "* Giấy tờ phải xuất trình: Thẻ.", f"* Lưu ý: {long}") == [
        ("Tờ khai;", "submit", 1),
        ("Giấy;", "submit", 1),
        ("Thẻ.", "present", 1),
        (long, "note", 1),
    ]


def test_a_title_may_have_a_list_mark_and_no_colon() -> None:
    lines = ["- Thành phần hồ sơ:", "- Giấy tờ phải nộp", "+ Đơn;", "- Giấy tờ phải xuất trình", "+ Thẻ."]
    assert _papers(*lines) == [("Đơn;", "submit", 1), ("Thẻ.", "present", 1)]


def test_a_lettered_paper_is_read_without_its_letter() -> None:
    assert _papers("a) Văn bản, gồm:", "- 02 Ảnh;", "- Bản sao;", "b) Giấy khác;", "10. Giấy nữa.") == [
        ("Văn bản, gồm:", "submit", 1),
        ("02 Ảnh;", "submit", 2),
        ("Bản sao;", "submit", 2),
        ("Giấy khác;", "submit", 1),
        ("Giấy nữa.", "submit", 2),
    ]


@pytest.mark.parametrize("sets", ["02 bộ (01 bộ chính, 01 bộ sao)", "02 (hai) bộ", "02 (bộ)", "Hai bộ"])
def test_how_the_sets_are_shared_out_is_no_other_number(sets: str) -> None:
    blocks = [h("5. NỘI DUNG"), h("a. Thành phần hồ sơ:"), p("- Đơn;"), h(f"Số lượng hồ sơ: {sets}")]
    assert read(docx(blocks), name="x")["sets"] == 2


@pytest.mark.parametrize("mark", ["\uf0b7", "\uf0a7", "\uf02d", "➤", "◆", "‐", "−"])
def test_any_list_mark_is_no_part_of_the_paper(mark: str) -> None:
    found = read(docx(procedure(papers=[f"{mark} Tờ khai;", f"{mark}\tGiấy khác;", "+ Giấy nhỏ."])), name="x")
    assert [(one["text"], one["level"]) for one in found["required_papers"]] == [
        ("Tờ khai;", 1),
        ("Giấy khác;", 1),
        ("Giấy nhỏ.", 2),
    ]


def test_sets_are_unknown_where_several_numbers_are_printed() -> None:
    blocks = [
        h("a. Thành phần hồ sơ:"),
        p("- Đơn;"),
        p("- Số lượng hồ sơ:"),
        p("Người lớn: 02 bộ."),
        p("Trẻ em: 03 bộ."),
    ]
    assert read(docx(blocks), name="x")["sets"] is None


@pytest.mark.parametrize(
    ("line", "fees"),
    [
        ("Không.", [(0, None, None)]),
        ("- Miễn lệ phí.", [(0, None, None)]),
        ("2.000 đồng/trang; từ trang thứ 3 thu 1.000 đồng/trang, tối đa 200.000 đồng/bản.", [
            (2000, None, None), (1000, None, None), (200000, None, None)]),
        ("Nộp trực tiếp: 75.000 đồng; nộp trực tuyến (áp dụng đến 31/12/2025): 37.500 đồng (áp dụng tại 3 xã).", [
            (75000, "trực tiếp", "3 xã"), (37500, "trực tuyến", "3 xã")]),
        ("50.000 đồng (nộp trực tiếp), 40.000 đồng (nộp trực tuyến). Miễn lệ phí cho người nghèo.", [
            (50000, "trực tiếp", None), (40000, "trực tuyến", None), (0, None, None)]),
        ("400.000 (bốn trăm nghìn) đồng/trường hợp.", [(400000, None, None)]),
        ("5 triệu đồng (tỉnh Mẫu cũ)", [(5000000, None, "tỉnh Mẫu cũ")]),
        ("15 000 đồng/bản, 1 500 000đ/hồ sơ", [(15000, None, None), (1500000, None, None)]),
        ("Từ trang thứ 3 200.000 đồng", [(200000, None, None)]),
        ("8.000 đồng (43 xã, phường tại Phụ lục 3)", [(8000, None, "43 xã, phường tại Phụ lục 3")]),
        ("Theo quy định của Bộ.", [(None, None, None)]),
    ],
)  # fmt: skip
def test_fees_are_one_entry_for_each_amount(line: str, fees: list[tuple[object, ...]]) -> None:
    assert [(one.amount, one.channel, one.area) for one in fees_of([line])] == fees


def test_a_title_over_fees_holds_for_those_below_it() -> None:
    lines = [
        "* Áp dụng tại 3 xã tại Phụ lục 1:",
        "- Nộp trực tiếp:",
        "+ Cấp mới: 30.000 đồng;",
        "+ Cấp lại: 15.000 đồng.",
    ]
    lines += [
        "- Nộp trực tuyến: 8.000 đồng.",
        "- Cấp bản sao: 5.000 đồng.",
        "* Tại 8 xã (Phụ lục 2):",
        "- 20.000 đồng.",
    ]
    assert [(one.amount, one.channel, one.area) for one in fees_of(lines)] == [
        (30000, "trực tiếp", "3 xã tại Phụ lục 1"),
        (15000, "trực tiếp", "3 xã tại Phụ lục 1"),
        (8000, "trực tuyến", "3 xã tại Phụ lục 1"),
        (5000, None, "3 xã tại Phụ lục 1"),
        (20000, None, "8 xã (Phụ lục 2)"),
    ]


def test_a_title_over_fees_may_have_the_same_mark_as_they() -> None:
    lines = ["a) Nộp trực tiếp:", "- Cấp mới: 30.000 đồng;", "- Cấp lại: Không.", "b) Trực tuyến:", "- 15.000 đồng."]
    assert [(one.amount, one.channel) for one in fees_of(lines)] == [
        (30000, "trực tiếp"),
        (0, "trực tiếp"),
        (15000, "trực tuyến"),
    ]


def test_a_legal_text_is_taken_apart() -> None:
    line = (
        "- Thông tư số 03/2023/TT-BTP ngày 02/8/2023 của Bộ trưởng Bộ Mẫu sửa đổi, bổ sung một số điều của Thông tư "
        "số 01/2022/TT-BTP ngày 04/01/2022 và Nghị định số 87/2020/NĐ-CP;"
    )
    (found,) = legal_basis_of([line])
    assert (found.kind, found.number, found.date, found.issuer) == (
        "Thông tư", "03/2023/TT-BTP", "2023-08-02", "Bộ trưởng Bộ Mẫu"
    )  # fmt: skip
    assert (
        found.title
        == "sửa đổi, bổ sung một số điều của Thông tư số 01/2022/TT-BTP ngày 04/01/2022 và Nghị định số 87/2020/NĐ-CP"
    )
    assert found.mentions == ["01/2022/TT-BTP", "87/2020/NĐ-CP"]


@pytest.mark.parametrize(
    ("line", "kind", "number", "day", "issuer", "title"),
    [
        ("Luật Mẫu năm 2014;", "Luật", None, None, None, "Luật Mẫu"),
        ("Luật Mẫu số 60/2014/QH13 ngày 20/11/2014;", "Luật", "60/2014/QH13", "2014-11-20", None, "Luật Mẫu"),
        ("Bộ luật Dân sự", "Bộ luật", None, None, None, "Bộ luật Dân sự"),
        ("Nghị định 19/2011/NĐ-CP ngày 21 tháng 3 năm 2011 của Chính phủ về mẫu.", "Nghị định", "19/2011/NĐ-CP",
         "2011-03-21", "Chính phủ", "về mẫu"),
        ("Thông tư liên tịch số 146/2012/TTLT-BTC-BTP ngày 7 tháng 9 năm 2012 giữa Bộ A và Bộ B quy định C",
         "Thông tư liên tịch", "146/2012/TTLT-BTC-BTP", "2012-09-07", "Bộ A và Bộ B", "quy định C"),
        ("Nghị định số 23/2015/NĐ-CP của Chính phủ ngày 16/02/2015 về mẫu;", "Nghị định", "23/2015/NĐ-CP",
         "2015-02-16", "Chính phủ", "về mẫu"),
        ("Thông tư liên tịch số 18/2015/TTLT/BA-BB ngày 28/12/2015 của Bộ A và Bộ B hướng dẫn C;",
         "Thông tư liên tịch", "18/2015/TTLT/BA-BB", "2015-12-28", "Bộ A và Bộ B", "hướng dẫn C"),
        ("Luật số 60/2014/QH13 ngày 20/11/2014 của Quốc hội về mẫu;", "Luật", "60/2014/QH13", "2014-11-20",
         "Quốc hội", "về mẫu"),
        ("2. Luật Mẫu năm 2014;", "Luật", None, None, None, "Luật Mẫu"),
        ("a) Nghị định số 19/2011/NĐ-CP;", "Nghị định", "19/2011/NĐ-CP", None, None, None),
        ("Căn cứ Quyết định số 101/QĐ-BKHCN của Bộ A", "Quyết định", "101/QĐ-BKHCN", None, "Bộ A", None),
    ],
)  # fmt: skip
def test_legal_texts_come_in_many_shapes(
    line: str, kind: str, number: str | None, day: str | None, issuer: str | None, title: str | None
) -> None:
    (found,) = legal_basis_of([line])
    assert (found.kind, found.number, found.date, found.issuer, found.title) == (kind, number, day, issuer, title)


def test_two_legal_texts_on_one_line_are_two() -> None:
    assert [one.title for one in legal_basis_of(["Luật Mẫu năm 2014; Luật Thử năm 2015."])] == ["Luật Mẫu", "Luật Thử"]


def test_numbered_legal_texts_on_one_line_are_two() -> None:
    found = legal_basis_of(["1. Luật Mẫu năm 2014; 2. Luật Thử năm 2015."])
    assert [(one.title, one.raw) for one in found] == [
        ("Luật Mẫu", "Luật Mẫu năm 2014;"),
        ("Luật Thử", "Luật Thử năm 2015."),
    ]


def test_a_legal_text_may_go_on_in_the_next_line() -> None:
    lines = [
        "- Nghị định số 12/2019/NĐ-CP của Chính phủ quy định",
        "chi tiết Luật Mẫu;",
        "- Luật Mẫu.",
        "văn bản khác",
    ]
    first, second = legal_basis_of(lines)
    assert (first.issuer, first.title) == ("Chính phủ", "quy định chi tiết Luật Mẫu")
    assert second.raw == "Luật Mẫu."


def test_forms_know_where_they_are_named_and_their_code() -> None:
    blocks = [
        h("g. Mẫu đơn, mẫu tờ khai:"),
        p("- Tờ khai một; Tờ khai hai (Mẫu số 02);"),
        p("- Trường hợp khác: Đơn ba."),
        h("6. BIỂU MẪU"),
        table([["TT", "Mã hiệu", "Tên biểu mẫu"], ["1", "BM.ĐM.01.01", "Đơn đề nghị cấp thẻ"]]),
        p("Xem mục 5 ở trên."),
    ]
    assert [(one["title"], one["code"], one["source"]) for one in read(docx(blocks), name="x")["forms"]] == [
        ("Tờ khai một", None, "forms_list"),
        ("Tờ khai hai (Mẫu số 02)", "02", "forms_list"),
        ("Đơn ba", None, "forms_list"),
        ("Đơn đề nghị cấp thẻ", "BM.ĐM.01.01", "forms"),
    ]


def test_records_are_read_from_their_table() -> None:
    (found,) = read(docx(procedure()), name="x")["records"]
    assert found == {"name": "Bộ hồ sơ", "place": "Phòng Mẫu", "retention": "Vĩnh viễn"}


@pytest.mark.parametrize(
    "head", [["TT", "Loại hồ sơ", "Nơi lưu", "Hạn"], ["TT", "Hồ sơ", "Trách nhiệm lưu", "Thời gian lưu"]]
)
def test_the_columns_of_records_are_known_by_many_words(head: list[str]) -> None:
    (found,) = read(docx([h("7. HỒ SƠ LƯU"), table([head, ["1", "Sổ", "Phòng", "05 năm"]])]), name="x")["records"]
    assert (found["name"], found["place"], found["retention"]) == (
        "Sổ",
        "Phòng",
        "05 năm" if head[3] != "Hạn" else None,
    )


def test_an_exemption_keeps_everyone_it_names() -> None:
    line = "- Trực tiếp: 9.000 đồng. Miễn lệ phí cho người thuộc hộ nghèo; người cao tuổi (áp dụng tại 3 xã)."
    found = fees_of([line])
    assert [(f.amount, f.raw) for f in found] == [
        (9000, "Trực tiếp: 9.000 đồng."),
        (0, "Miễn lệ phí cho người thuộc hộ nghèo; người cao tuổi (áp dụng tại 3 xã)."),
    ]


def test_an_amount_keeps_the_cases_listed_before_it() -> None:
    found = fees_of(["- Nộp trực tuyến việc đổi tên; đổi tuổi: 8.000 đồng; việc khác: 9.000 đồng."])
    assert [(f.amount, f.channel, f.raw) for f in found] == [
        (8000, "trực tuyến", "Nộp trực tuyến việc đổi tên; đổi tuổi: 8.000 đồng"),
        (9000, "trực tuyến", "việc khác: 9.000 đồng."),
    ]


def test_an_exemption_may_stand_behind_its_condition_and_a_name_before_none() -> None:
    found = fees_of(["Mức thu phí và lệ phí:", "Trường hợp mất mùa thì được miễn lệ phí.", "- Phí: Không có"])
    assert [(f.amount, f.raw) for f in found] == [
        (0, "Trường hợp mất mùa thì được miễn lệ phí."),
        (0, "Phí: Không có"),
    ]


@pytest.mark.parametrize(
    ("text", "title", "number"),
    [
        ("- Luật Bảo vệ của chung năm 2017;", "Luật Bảo vệ của chung", None),
        (
            "Luật Bảo vệ của chung số 9/2017/QH14 ngày 2/6/2017 của Quốc hội;",
            "Luật Bảo vệ của chung",
            "9/2017/QH14",
        ),
        (
            "Luật sửa đổi, bổ sung một số điều của Luật Mẫu năm 2025;",
            "Luật sửa đổi, bổ sung một số điều của Luật Mẫu",
            None,
        ),
    ],
)
def test_a_law_keeps_its_whole_name(text: str, title: str, number: str | None) -> None:
    (found,) = legal_basis_of([text])
    assert (found.title, found.number) == (title, number)


@pytest.mark.parametrize("issuer", ["Bộ Ngoại giao và Bộ Tư pháp", "Bộ Giao thông vận tải", "Ủy ban nhân dân tỉnh"])
def test_an_issuer_is_not_cut_inside_its_name(issuer: str) -> None:
    (found,) = legal_basis_of([f"- Thông tư số 02/2016/TT-ABC ngày 30/6/2016 của {issuer} giao việc năm;"])
    assert (found.issuer, found.title) == (issuer, "giao việc năm")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Người yêu cầu xuất trình các giấy tờ sau đây:", "- Hộ chiếu."], [(1, "present")]),
        (["+ Trường hợp nộp trực tiếp thì xuất trình hộ chiếu.", "+ Đơn."], [(1, "present"), (1, "submit")]),
        (["- Giấy tờ phải nộp:", "+ Đơn.", "- Giấy tờ phải xuất trình:", "+ Thẻ."], [(1, "submit"), (1, "present")]),
        (["* Thành phần hồ sơ", "- Đơn xin."], [(1, "submit")]),
        (["a) Thành phần hồ sơ, gồm:", "- Đơn xin."], [(1, "submit")]),
        (
            ["* Giấy tờ phải nộp:", "- Đơn thì phải xuất trình kèm bản chính.", "* Lưu ý", "- Rõ ràng."],
            [(1, "submit"), (1, "note")],
        ),
    ],
)
def test_papers_belong_to_the_group_their_words_name(lines: list[str], expected: list[tuple[int, str]]) -> None:
    assert [(paper.level, paper.group) for paper in papers_of([Line(line) for line in lines], [])] == expected
