"""Which names a strange word most likely means: spelled otherwise, shortened, held within, or nearly the same."""

from iso_qms.dossiers.incoming.likely_words import Choice, likeliest

UNITS = [
    Choice("TTPVHCC", ("TTPVHCC", "Trung tâm Phục vụ hành chính công")),
    Choice("KT", ("KT", "Phòng Kinh tế")),
    Choice("VH", ("VH", "Phòng Văn hóa - Xã hội")),
    Choice("VP", ("VP", "Văn phòng HĐND và UBND")),
]
PROCEDURES = [Choice("QT-07", ("QT-07", "Đăng ký khai sinh")), Choice("QT-17", ("QT-17", "Đăng ký khai tử"))]


def first(words, choices=UNITS):
    found = likeliest(words, choices)
    return (found[0].choice.key, found[0].is_sure) if found else None


def test_what_differs_in_spelling_alone_is_sure():
    for words in ("PHONG KINH TE", "P. Kinh tế", "phòng  kinh tê", "kt"):
        assert first(words) == ("KT", True), words
    assert first("Trung tâm PVHCC") == ("TTPVHCC", True) == first("TT.PV.HCC")
    assert first("Văn phòng Hội đồng nhân dân và Ủy ban nhân dân") == ("VP", True)
    assert first("QT 07", PROCEDURES) == ("QT-07", True) == first("dang ky khai sinh", PROCEDURES)


def test_what_is_like_a_name_is_proposed_and_not_sure():
    assert first("VHXH") == ("VH", False) and first("PKT") == ("KT", False), "the letters a name is shortened to"
    assert first("Kinh tế phòng") == ("KT", False), "all its words"
    assert first("Phòng Kinh tế và Hạ tầng") == ("KT", False)
    assert first("Đăng ký khai sinhh", PROCEDURES) == ("QT-07", False)


def test_what_is_like_nothing_proposes_nothing_and_at_most_so_many_are_proposed():
    assert first("Sở Nội vụ") is None and first("") is None and first("12345") is None
    many = [Choice(f"P{n}", (f"P{n}", f"Phòng Kinh tế số {n}")) for n in range(9)]
    assert len(likeliest("Phòng Kinh tế", many)) == 5
