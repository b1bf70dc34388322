"""The legal texts the demo's procedures cite: number, date, issuer and title only."""

from iso_qms.demo.writing import law

GOVERNMENT, ASSEMBLY = "Chính phủ", "Quốc hội"

CIVIL_STATUS = law("Luật", "60/2014/QH13", "2014-11-20", ASSEMBLY, "Luật Hộ tịch")
CIVIL_STATUS_DECREE = law(
    "Nghị định", "123/2015/NĐ-CP", "2015-11-15", GOVERNMENT, "quy định chi tiết và biện pháp thi hành Luật Hộ tịch"
)
CIVIL_STATUS_CIRCULAR = law("Thông tư", "04/2020/TT-BTP", "2020-05-28", "Bộ Tư pháp", "hướng dẫn thi hành Luật Hộ tịch")
CIVIL_STATUS_ONLINE = law(
    "Nghị định", "87/2020/NĐ-CP", "2020-07-28", GOVERNMENT, "về cơ sở dữ liệu hộ tịch điện tử, đăng ký trực tuyến"
)
CERTIFICATION = law("Nghị định", "23/2015/NĐ-CP", "2015-02-16", GOVERNMENT, "về cấp bản sao và chứng thực")
CERTIFICATION_CIRCULAR = law("Thông tư", "01/2020/TT-BTP", "2020-03-03", "Bộ Tư pháp", "hướng dẫn về chứng thực")
CERTIFICATION_FEE = law("Thông tư", "226/2016/TT-BTC", "2016-11-11", "Bộ Tài chính", "về phí chứng thực")
LAND = law("Luật", "31/2024/QH15", "2024-01-18", ASSEMBLY, "Luật Đất đai")
LAND_DECREE = law("Nghị định", "101/2024/NĐ-CP", "2024-07-29", GOVERNMENT, "về điều tra, đăng ký, cấp giấy chứng nhận")
ASSISTANCE = law("Nghị định", "20/2021/NĐ-CP", "2021-03-15", GOVERNMENT, "về chính sách trợ giúp xã hội")
ASSISTANCE_CHANGE = law("Nghị định", "76/2024/NĐ-CP", "2024-07-01", GOVERNMENT, "sửa đổi Nghị định 20/2021/NĐ-CP")
BUSINESS = law("Nghị định", "168/2025/NĐ-CP", "2025-06-30", GOVERNMENT, "về đăng ký doanh nghiệp, hộ kinh doanh")
RECEPTION = law("Luật", "42/2013/QH13", "2013-11-25", ASSEMBLY, "Luật Tiếp công dân")
FEEDBACK = law("Nghị định", "20/2008/NĐ-CP", "2008-02-14", GOVERNMENT, "về tiếp nhận, xử lý phản ánh, kiến nghị")
ONE_STOP = law("Nghị định", "118/2025/NĐ-CP", "2025-06-09", GOVERNMENT, "về một cửa, một cửa liên thông")
ONE_STOP_FORMS = law("Thông tư", "03/2025/TT-VPCP", "2025-09-15", "Văn phòng Chính phủ", "về biểu mẫu một cửa")
OLD_ONE_STOP = law("Nghị định", "61/2018/NĐ-CP", "2018-04-23", GOVERNMENT, "về cơ chế một cửa, một cửa liên thông")
QUALITY = law("Quyết định", "19/2014/QĐ-TTg", "2014-03-05", "Thủ tướng Chính phủ", "về áp dụng hệ thống chất lượng")
QUALITY_CIRCULAR = law("Thông tư", "26/2014/TT-BKHCN", "2014-10-10", "Bộ Khoa học và Công nghệ", "quy định chi tiết")
CLERICAL = law("Nghị định", "30/2020/NĐ-CP", "2020-03-05", GOVERNMENT, "về công tác văn thư")
