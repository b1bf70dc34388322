"""Whether a step was done by whom the procedure names, as far as words can say."""

import pytest

from iso_qms.dossiers.step.hands import Hands

HANDS = Hands([("TP", "Phòng Tư pháp"), ("NV", "Phòng Nội vụ"), ("VP", "Văn phòng HĐND và UBND"), ("",)])


@pytest.mark.parametrize(
    ("party", "unit", "role", "fits"),
    [
        ("Công chức một cửa", "", "CÔNG CHỨC MỘT CỬA", True),
        ("Công chức một cửa", "", "Cong chuc", True),
        ("Công chức", "Phòng Tư pháp", "Công chức tư pháp", True),
        ("Công chức một cửa", "", "Công chức địa chính", False),
        ("Lãnh đạo phòng", "Phòng Tư pháp", "Chuyên viên", False),
        ("Một cửa", "", "Một cửađiện tử", False),
        ("Chuyên viên, Lãnh đạo phòng", "", "Lãnh đạo phòng", True),
        ("Chuyên viên\nhoặc Trưởng phòng", "", "Trưởng phòng", True),
        ("Văn phòng HĐND và UBND", "Văn phòng HĐND và UBND", "", True),
        ("Chuyên viên Phòng Nội vụ", "Phòng Tư pháp", "Chuyên viên", False),
        ("Chuyên viên Phòng Nội vụ", "Phòng Nội vụ", "Chuyên viên", True),
        ("Chuyên viên Phòng Nội vụ", "Một nơi lạ", "Chuyên viên", True),
        ("Phòng Nội vụ; Phòng Tư pháp", "Phòng Tư pháp", "Văn thư", True),
        ("Phòng Nội vụ", "Phòng Tư pháp", "", False),
        ("VP.", "Văn phòng HĐND và UBND", "Công chức một cửa", True),
        ("VP", "Phòng Nội vụ", "VP", False),
        ("", "Phòng Tư pháp", "Chuyên viên", None),
        (" , ", "Phòng Tư pháp", "Chuyên viên", None),
        ("Công chức", "", " ", None),
    ],
)
def test_words_say_whether_it_was_the_party(party, unit, role, fits):
    assert HANDS.fit(party, unit=unit, role=role) is fits


def test_without_knowing_units_the_role_is_enough():
    assert Hands().fit("Chuyên viên Phòng Nội vụ", unit="Phòng Tư pháp", role="Chuyên viên")
