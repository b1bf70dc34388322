"""The story of the national catalogue: invented records taken in, matched, one of them changed and asked for."""

from __future__ import annotations

from typing import Any

from iso_qms.demo.story import Diary, Story, on
from iso_qms.processes.catalogue import operations
from iso_qms.processes.catalogue.models import PublishedProcedure
from iso_qms.processes.catalogue.reading import record_of

DIARY: Diary = []

PAPERS, WAYS = "--Tên giấy tờMẫu đơn, tờ khaiSố lượng", "Hình thức nộpThời gianPhí, lệ phíMô tả"
LAWS = "Tên văn bản pháp lýMã văn bản"
RECORDS: dict[str, dict[str, Any]] = {
    "QT-05": {
        "ma_thu_tuc": "9.900005",
        "ten_thu_tuc": "Đăng ký khai sinh",
        "so_quyet_dinh": "999/QĐ-BTP",
        "linh_vuc": "Hộ tịch",
        "doi_tuong_thuc_hien": "Công dân Việt Nam",
        "co_quan_thuc_hien": "UBND cấp xã",
        "thanh_phan_ho_so": f"{PAPERS}Tờ khai đăng ký khai sinh theo mẫuTo khai khai sinh.docx1 bản chính"
        "Giấy chứng sinh1 bản chínhVăn bản ủy quyền có chứng thực (nếu có)1 bản chính",
        "cach_thuc_thuc_hien": f"{WAYS}Trực tuyến1 Ngày làm việcMiễn phíTrực tiếp1 Ngày làm việcMiễn phí",
        "can_cu_phap_ly": f"{LAWS}Luật Hộ tịch60/2014/QH13Quy định chi tiết Luật Hộ tịch123/2015/NĐ-CP",
        "ket_qua_xu_ly": "Giấy khai sinhMã: KQ.M01.000001Từ khóaKhông có thông tin",
        "trinh_tu_thuc_hien": "Nộp hồ sơ.\nCông chức kiểm tra, ghi sổ.\nUBND cấp xã cấp giấy khai sinh.",
    },
    "QT-07": {
        "ma_thu_tuc": "9.900007",
        "ten_thu_tuc": "Cấp Giấy xác nhận tình trạng hôn nhân",
        "so_quyet_dinh": "999/QĐ-BTP",
        "linh_vuc": "Hộ tịch",
        "doi_tuong_thuc_hien": "Công dân Việt Nam",
        "co_quan_thuc_hien": "UBND cấp xã",
        "thanh_phan_ho_so": f"{PAPERS}Tờ khai cấp giấy xác nhận tình trạng hôn nhânTo khai XNTTHN.docx1 bản chính",
        "cach_thuc_thuc_hien": f"{WAYS}Trực tuyến3 Ngày làm việc8,000 VNĐTrực tiếp3 Ngày làm việc8,000 VNĐ",
        "can_cu_phap_ly": f"{LAWS}Luật Hộ tịch60/2014/QH13Quy định chi tiết Luật Hộ tịch123/2015/NĐ-CP",
        "ket_qua_xu_ly": "Giấy xác nhận tình trạng hôn nhânMã: KQ.M01.000002Từ khóaKhông có thông tin",
    },
    "QT-09": {
        "ma_thu_tuc": "9.900009",
        "ten_thu_tuc": "Chứng thực bản sao từ bản chính",
        "so_quyet_dinh": "888/QĐ-BTP",
        "linh_vuc": "Chứng thực",
        "co_quan_thuc_hien": "UBND cấp xã",
        "thanh_phan_ho_so": f"{PAPERS}Bản chính giấy tờ1 bản chínhBản sao cần chứng thực0 bản chính,1 bản sao",
        "cach_thuc_thuc_hien": f"{WAYS}Trực tiếp1 Ngày làm việc2,000 VNĐ(một trang)",
        "can_cu_phap_ly": f"{LAWS}về cấp bản sao và chứng thực23/2015/NĐ-CP",
        "ket_qua_xu_ly": "Bản sao được chứng thựcMã: KQ.M01.000003Từ khóaKhông có thông tin",
    },
    "": {
        "ma_thu_tuc": "9.900099",
        "ten_thu_tuc": "Cấp phép biểu diễn rối nước lưu động",
        "so_quyet_dinh": "777/QĐ-BVHTTDL",
        "linh_vuc": "Nghệ thuật biểu diễn",
        "thanh_phan_ho_so": f"{PAPERS}Đơn đề nghị1 bản chính",
        "cach_thuc_thuc_hien": f"{WAYS}Trực tiếp5 Ngày làm việcMiễn phí",
    },
}
"""By the code of the procedure each is matched with; the last is matched with none."""


@on(DIARY, -27, "09:20")
def records_are_taken_in(story: Story) -> None:
    """The author of the civil status procedures takes in what was published."""
    operations.take_in([record_of(one) for one in RECORDS.values()], by=story.people["sonvh"])


@on(DIARY, -27, "09:35")
def and_matched(story: Story) -> None:
    """Two of them with procedures; one is left for somebody else."""
    for code in ("QT-05", "QT-07"):
        operations.match(_published(story, code), story.documents[code], by=story.people["sonvh"])


@on(DIARY, -5, "10:05")
def one_was_published_anew(story: Story) -> None:
    """With a shorter limit and a paper fewer."""
    newer = RECORDS["QT-05"] | {
        "so_quyet_dinh": "1001/QĐ-BTP",
        "thanh_phan_ho_so": f"{PAPERS}Tờ khai đăng ký khai sinh theo mẫuTo khai khai sinh.docx1 bản chính",
        "doi_tuong_thuc_hien": "Công dân Việt Nam, người nước ngoài",
    }
    changed = RECORDS | {"QT-05": newer}
    operations.take_in([record_of(one) for one in changed.values()], by=story.people["sonvh"])


@on(DIARY, -4, "15:20")
def and_the_difference_is_asked_for(story: Story) -> None:
    """The quality team finds it, and asks the owner."""
    operations.ask_for_changes(_published(story, "QT-05"), by=story.people["khuebd"])


def _published(story: Story, code: str) -> PublishedProcedure:
    number = RECORDS[code]["ma_thu_tuc"]
    return operations.kept_by_code([record_of(RECORDS[code])], agency_id=story.agency.id)[number]
