"""Records of the catalogue read out of files: what glued cells held, and one sentence for each bad file."""

import io
import json
import zipfile

import pytest

from iso_qms.processes.catalogue.glued import channels_in, laws_in, papers_in, results_in, sets_in
from iso_qms.processes.catalogue.reading import MOST_BYTES, MOST_RECORDS, read_files

PAPERS = (
    "* Giấy tờ phải nộp:Tên giấy tờMẫu đơn, tờ khaiSố lượng- Đơn đề nghị theo mẫuMaudon (2).docx1 bản chính"
    "Hợp đồng (01 bản chính hoặc bản sao) lập ngày 24/7/20231 bản chính,1 bản sao"
    "* Giấy tờ xuất trình:Tên giấy tờMẫu đơn, tờ khaiSố lượngThẻ căn cước0 bản chính,1 bản sao"
)
CHANNELS = (
    "Hình thức nộpThời gianPhí, lệ phíMô tảTrực tuyến7 Ngày làm việc10,000 Việt Nam Đồng(10.000 đồng (một lần)/giấy.)"
    "Nộp trên cổng.Trực tiếpKhông có thông tinMiễn phíDịch vụ bưu chính1Miễn phí"
)
LAWS = (
    "Tên văn bản pháp lýMã văn bảnLuật mẫu năm 201102/2011/QH13Nghị định 05/2012/NĐ-CP05/2012/NĐ-CPvề mẫu thử"
    "08/2025/TT-BTPLuật 08/2017/QH1408/2017/QH14"
)
RECORD = {
    "ma_thu_tuc": "9.000001",
    "ten_thu_tuc": "Thủ tục thử",
    "so_quyet_dinh": "1/QĐ-MẪU",
    "thanh_phan_ho_so": PAPERS,
    "cach_thuc_thuc_hien": CHANNELS,
    "can_cu_phap_ly": LAWS,
    "ket_qua_xu_ly": "Giấy AMã: KQ.G01.000039Giấy BMã: KQ-G17.000007Từ khóaKhông có thông tin",
    "yeu_cau_dieu_kien": "Không có thông tin",
}


def packed(**files):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(f"{name}.json", content)
    return stream.getvalue()


def aside(*files):
    return read_files(files).aside


def test_papers_keep_their_case_their_form_and_their_copies():
    rows = [(one["group"], one["text"], one["form"], one["originals"], one["copies"]) for one in papers_in(PAPERS)]
    assert rows == [
        ("* Giấy tờ phải nộp:", "Đơn đề nghị theo mẫu", "Maudon (2).docx", 1, 0),
        ("* Giấy tờ phải nộp:", "Hợp đồng (01 bản chính hoặc bản sao) lập ngày 24/7/2023", "", 1, 1),
        ("* Giấy tờ xuất trình:", "Thẻ căn cước", "", 0, 1),
    ]
    assert (sets_in("Số lượng hồ sơ: 01 (bộ)"), sets_in(PAPERS)) == (1, None)


def test_each_way_to_file_has_its_time_and_its_fee():
    online, desk, post = channels_in(CHANNELS)
    assert (online["channel"], online["time"], online["note"]) == ("Trực tuyến", "7 Ngày làm việc", "Nộp trên cổng.")
    assert online["fee"] == "10,000 Việt Nam Đồng(10.000 đồng (một lần)/giấy.)"
    assert (desk["time"], desk["fee"]) == ("", "Miễn phí")
    assert (post["time"], post["fee"]) == ("1", "Miễn phí")


def test_laws_and_results_are_told_apart_where_nothing_stands_between_them():
    assert [one["number"] for one in laws_in(LAWS)] == [
        "02/2011/QH13",
        "05/2012/NĐ-CP",
        "08/2025/TT-BTP",
        "08/2017/QH14",
    ]
    assert results_in(RECORD["ket_qua_xu_ly"]) == ["Giấy A", "Giấy B"]


@pytest.mark.parametrize(
    "data",
    [
        json.dumps(RECORD).encode(),
        json.dumps([RECORD]).encode("utf-16"),
        b"\xef\xbb\xbf" + json.dumps({"total": 1, "items": [RECORD]}, ensure_ascii=False).encode(),
        packed(one=json.dumps(RECORD)),
    ],
    ids=("alone", "utf-16", "wrapped", "packed"),
)
def test_records_come_alone_in_lists_and_packed(data):
    batch = read_files([("a", data)])
    assert [(one.code, one.facts["conditions"], batch.aside) for one in batch.records] == [("9.000001", "", [])]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ("Thủ tục".encode("cp1258", "replace") + b"\xd0\xff", "UTF-8"),
        (json.dumps(RECORD).encode()[:-30], "không trọn vẹn"),
        (b"[" * 200_000, "không trọn vẹn"),
        (b" " * (MOST_BYTES + 1), "lớn hơn 20 MB"),
        (packed(bomb=b" " * (MOST_BYTES + 1)), "bung ra lớn"),
        (packed(one=json.dumps(RECORD))[:-40], "ZIP bị hỏng"),
        (packed(), "không chứa tệp JSON"),
        (b"[1]", "không phải bản ghi"),
        (json.dumps({"ma_thu_tuc": "", "ten_thu_tuc": "x"}).encode(), "không có mã"),
        (json.dumps({"ma_thu_tuc": "1.2"}).encode(), "không có tên"),
        (json.dumps([RECORD, RECORD]).encode(), "hai bản ghi"),
        (b"PK\x03\x04garbage", "ZIP bị hỏng"),
    ],
    ids=(
        "encoding",
        "cut off",
        "deep",
        "huge",
        "bomb",
        "cut zip",
        "empty zip",
        "number",
        "no code",
        "no title",
        "twice",
        "no zip",
    ),
)
def test_what_is_bad_gets_one_sentence(data, sentence):
    ((_name, why),) = aside(("tệp.json", data))
    assert sentence in why


def test_a_bad_file_in_a_zip_holds_up_no_other():
    batch = read_files([("all.zip", packed(good=json.dumps(RECORD), bad="{"))])
    assert [one.code for one in batch.records] == ["9.000001"]
    assert [name for name, _why in batch.aside] == ["all.zip / bad.json"]


def test_a_name_in_a_zip_that_is_no_utf_8_is_told_as_damage():
    data = packed(ạ="{}").replace("ạ".encode(), b"\xff\xff\xff")
    ((_name, why),) = aside(("all.zip", data))
    assert "ZIP bị hỏng" in why


def test_a_list_of_countless_nothings_gets_one_sentence_beyond_what_is_looked_at():
    nothings = b"[" + b"1," * (3 * MOST_RECORDS) + b"1]"
    told = aside(("một.json", nothings), ("hai.zip", packed(one=nothings, two=nothings)))
    assert len(told) == MOST_RECORDS + 2
    assert [name for name, why in told if "Mỗi lần tối đa" in why] == ["một.json", "hai.zip"]


def test_the_real_records_are_all_read(samples):
    folder = samples / "procedure-catalogue"
    batch = read_files((one.name, one.read_bytes()) for one in sorted(folder.glob("*.json")))
    assert batch.records and batch.aside == []
    assert all(one.facts["channels"] and one.facts["papers"] for one in batch.records)
