"""The people of a commune that does not exist: units, posts and holders. Every name is invented."""

from __future__ import annotations

from typing import NamedTuple

AGENCY = {"name": "UBND xã Vân Khê", "tail": "van-khe", "superior": "UBND tỉnh Lam Giang", "place": "Vân Khê"}

UNITS: dict[str, tuple[str, str, str | None]] = {
    "lanh-dao": ("LĐ", "Lãnh đạo UBND xã", None),
    "van-phong": ("VP", "Văn phòng HĐND và UBND", "lanh-dao"),
    "kiem-soat": ("KSCL", "Tổ Kiểm soát chất lượng", "van-phong"),
    "ho-tich": ("TPHT", "Tổ Tư pháp - Hộ tịch", "van-phong"),
    "trung-tam": ("TTPVHCC", "Trung tâm Phục vụ hành chính công", "lanh-dao"),
    "kinh-te": ("KT", "Phòng Kinh tế", "lanh-dao"),
    "dat-dai": ("ĐĐMT", "Tổ Đất đai - Môi trường", "kinh-te"),
    "van-hoa": ("VHXH", "Phòng Văn hóa - Xã hội", "lanh-dao"),
    "bao-tro": ("BTXH", "Tổ Bảo trợ xã hội", "van-hoa"),
    "quan-su": ("BCHQS", "Ban Chỉ huy Quân sự", "lanh-dao"),
    "dich-vu": ("TTDV", "Trung tâm Dịch vụ tổng hợp", "lanh-dao"),
    "y-te": ("TYT", "Trạm Y tế xã", "lanh-dao"),
    "truyen-thanh": ("TTH", "Tổ Truyền thanh", "van-hoa"),
    "so-hoa": ("CĐS", "Tổ Chuyển đổi số", "van-hoa"),
    "cho": ("QLC", "Tổ Quản lý chợ", "kinh-te"),
}
PHONES = {"van-phong": "0200 386 0101", "trung-tam": "0200 386 0115", "kinh-te": "0200 386 0121"}


class Member(NamedTuple):
    """One person: sign-in name, name, salutation, unit, post, roles besides staff; `head`: heads the unit."""

    login: str
    name: str
    salutation: str
    unit: str
    post: str
    roles: tuple[str, ...] = ()
    head: bool = False


HEAD, AUTHOR, QUALITY, INSPECTOR, LEADER = "head", "author", "quality", "inspector", "leader"
MEMBERS = (
    Member("thuattq", "Tạ Quang Thuật", "ông", "lanh-dao", "Chủ tịch UBND xã", (LEADER,), head=True),
    Member("hienptm", "Phùng Thị Mai Hiên", "bà", "lanh-dao", "Phó Chủ tịch UBND xã (văn hóa - xã hội)", (LEADER,)),
    Member("phacld", "Lưu Đình Phác", "ông", "lanh-dao", "Phó Chủ tịch UBND xã (kinh tế)", (LEADER,)),
    Member("nguyendth", "Đinh Thị Hạnh Nguyên", "bà", "van-phong", "Chánh Văn phòng", (HEAD,), head=True),
    Member("chinhkv", "Kiều Văn Chính", "ông", "van-phong", "Phó Chánh Văn phòng", (AUTHOR,)),
    Member("nhatt", "Thân Thị Nhã", "bà", "van-phong", "Văn thư - lưu trữ"),
    Member("khaidq", "Đàm Quốc Khải", "ông", "van-phong", "Quản trị hệ thống", ("administrator",)),
    Member("vantt", "Tiêu Thị Vân", "bà", "van-phong", "Kế toán"),
    Member("daohtb", "Hoàng Thị Bích Đào", "bà", "kiem-soat", "Tổ trưởng Tổ Kiểm soát chất lượng",
           (QUALITY, INSPECTOR, HEAD), head=True),
    Member("khuebd", "Bùi Đăng Khuê", "ông", "kiem-soat", "Kiểm soát viên", (QUALITY, INSPECTOR)),
    Member("laikt", "Khổng Thị Lài", "bà", "kiem-soat", "Kiểm soát viên tài liệu", (QUALITY,)),
    Member("sonvh", "Vũ Hoài Sơn", "ông", "ho-tich", "Công chức tư pháp - hộ tịch", (AUTHOR,)),
    Member("tuatt", "Âu Thị Thanh Tú", "bà", "ho-tich", "Công chức hộ tịch"),
    Member("toaihv", "Hứa Văn Toại", "ông", "ho-tich", "Công chức chứng thực", (AUTHOR,)),
    Member("taolh", "Lương Hữu Tạo", "ông", "trung-tam", "Phó Giám đốc Trung tâm", (AUTHOR,)),
    Member("lucnb", "Ngô Bá Lực", "ông", "trung-tam", "Quầy 1: hộ tịch"),
    Member("suonglt", "Lý Thu Sương", "bà", "trung-tam", "Quầy 2: chứng thực"),
    Member("bangtc", "Trịnh Công Bằng", "ông", "trung-tam", "Quầy 3: đất đai"),
    Member("ngatct", "Cao Thị Ngát", "bà", "trung-tam", "Quầy 4: lao động - xã hội"),
    Member("khietdm", "Đoàn Minh Khiết", "ông", "trung-tam", "Quầy 5: kinh doanh"),
    Member("dieutt", "Tống Thị Diệu", "bà", "trung-tam", "Hướng dẫn, sảnh chờ"),
    Member("hienmv", "Mạc Văn Hiền", "ông", "trung-tam", "Văn thư Trung tâm"),
    Member("loanqt", "Quách Thị Loan", "bà", "trung-tam", "Số hóa hồ sơ"),
    Member("dienns", "Nhâm Sỹ Điền", "ông", "kinh-te", "Trưởng phòng Kinh tế", (HEAD,), head=True),
    Member("thuonglth", "Lục Thị Hoài Thương", "bà", "kinh-te", "Phó Trưởng phòng Kinh tế", (AUTHOR,)),
    Member("luantd", "Trang Đức Luận", "ông", "kinh-te", "Chuyên viên đăng ký kinh doanh", (AUTHOR,)),
    Member("dungct", "Cấn Thị Dung", "bà", "kinh-te", "Chuyên viên tài chính - kế hoạch"),
    Member("kygv", "Giáp Văn Kỳ", "ông", "kinh-te", "Chuyên viên xây dựng", (INSPECTOR,)),
    Member("hauvt", "Vi Thế Hậu", "ông", "dat-dai", "Tổ trưởng Tổ Đất đai - Môi trường", (HEAD, AUTHOR), head=True),
    Member("hieutt", "Tòng Thị Hiếu", "bà", "dat-dai", "Công chức địa chính"),
    Member("tuyenbq", "Bế Quang Tuyển", "ông", "dat-dai", "Công chức môi trường"),
    Member("chimtq", "Mai Thị Quế Chi", "bà", "van-hoa", "Trưởng phòng Văn hóa - Xã hội", (HEAD,), head=True),
    Member("duyencv", "Chử Văn Duyên", "ông", "van-hoa", "Chuyên viên văn hóa - thông tin"),
    Member("aint", "Ninh Thị Ái", "bà", "van-hoa", "Chuyên viên giáo dục", (INSPECTOR,)),
    Member("andth", "Doãn Thị Hòa An", "bà", "bao-tro", "Công chức lao động - xã hội", (AUTHOR,)),
    Member("mantv", "Thạch Văn Mẫn", "ông", "bao-tro", "Công chức bảo vệ trẻ em"),
    Member("thuclv", "Lèng Văn Thức", "ông", "quan-su", "Chỉ huy trưởng", (HEAD,), head=True),
    Member("tienvd", "Viên Đình Tiến", "ông", "quan-su", "Chỉ huy phó"),
    Member("senqt", "Quản Thị Sen", "bà", "dich-vu", "Giám đốc Trung tâm Dịch vụ", (HEAD,), head=True),
    Member("baohl", "Hà Lương Bảo", "ông", "dich-vu", "Viên chức truyền thanh"),
    Member("ytnt", "Tăng Thị Như Ý", "bà", "y-te", "Trạm trưởng", (HEAD,), head=True),
    Member("panlv", "Lò Văn Pản", "ông", "y-te", "Điều dưỡng"),
)  # fmt: skip

SECOND_POSTS = {"giam-doc": ("phacld", "trung-tam", "Giám đốc Trung tâm")}
"""Posts somebody holds beside their own, each heading its unit."""

LEFT = "toaihv"
"""Who has left: his account is locked, and what he held was handed over."""

SHOWN = (
    ("administrator", "khaidq"),
    ("quality", "daohtb"),
    ("inspector", "aint"),
    ("leader", "thuattq"),
    ("head", "nguyendth"),
    ("author", "sonvh"),
    ("staff", "lucnb"),
)
"""One sign-in per role, as `demo show` prints them."""
