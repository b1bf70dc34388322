import pytest

from iso_qms.improvement.causes import blames_people_only


@pytest.mark.parametrize(
    ("whys", "statement"),
    [
        (["Công chức quên"], "Thiếu tinh thần trách nhiệm"),
        (["Cán bộ chủ quan"], "Cán bộ lơ là"),
        ([], "THIẾU TRÁCH NHIỆM"),
        (["Staff forgot"], "Carelessness of one officer"),
    ],
)
def test_a_cause_that_only_blames_somebody_gets_the_hint(whys, statement):
    assert blames_people_only(whys, statement)


@pytest.mark.parametrize(
    ("whys", "statement"),
    [
        (["Công chức quên"], "Không có lịch nhắc việc"),
        (["Chờ ký lâu"], "Quy trình ghi tên người, không ghi chức vụ"),
        (["Staff forgot"], "Nobody was assigned while the post stood empty"),
        (["The counter was closed"], "The opening hours on the page were old"),
    ],
)
def test_a_cause_in_the_way_of_working_gets_none(whys, statement):
    assert not blames_people_only(whys, statement)


def test_marks_and_their_encoding_do_not_matter():
    assert blames_people_only([], "thiếu trách nhiệm")
    assert blames_people_only([], "thieu trach nhiem")
