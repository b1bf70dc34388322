import pytest

from iso_qms.improvement.cause.causes import Branch, blames_people_only, first_blaming
from iso_qms.text import fold


@pytest.mark.parametrize(
    ("whys", "statement"),
    [
        (["Công chức quên"], "Thiếu tinh thần trách nhiệm"),
        (["Cán bộ chủ quan"], "Cán bộ lơ là"),
        ([], "THIẾU TRÁCH NHIỆM"),
        ([], "Công chức không tập trung"),
        (["Công chức nói thiếu lịch sự"], "Thái độ chưa đúng mực"),
        ([], "Cán bộ thiếu trách nhiệm trong thực hiện quy trình"),
        ([], "Cán bộ chủ quan, không tuân thủ đúng quy định"),
        (["Công chức lơ là"], "Không kiểm tra"),
        ([], "Thiếu ý thức tuân thủ quy chế làm việc, bất cẩn khi thực hiện quy trình"),
        (["Staff forgot"], "Carelessness of one officer"),
        ([], "The clerk was careless and did not follow the procedure"),
        ([], "Lack of concentration"),
    ],
)
def test_a_cause_that_only_blames_somebody_is_seen_with_marks_and_without(whys, statement):
    assert blames_people_only(whys, statement)
    assert blames_people_only([fold(one) for one in whys], fold(statement))


@pytest.mark.parametrize(
    ("whys", "statement"),
    [
        (["Công chức quên"], "Không có lịch nhắc việc"),
        (["Công chức thiếu trách nhiệm"], "Không ai kiểm tra sổ mỗi tuần"),
        ([], "Cán bộ chủ quan vì quy trình không nói ai đối chiếu"),
        (["Chờ ký lâu"], "Quy trình ghi tên người, không ghi chức vụ"),
        ([], "Làm theo thói quen cũ"),
        ([], "Công chức chủ quan; việc nhắc hạn chỉ bằng miệng"),
        (["Công chức quên"], "Thiếu kiểm tra chéo"),
        ([], "Một người làm cả hai việc"),
        (["Staff forgot"], "Nobody was assigned while the post stood empty"),
        (["The clerk was careless and did not follow the procedure"], "Nobody checks the book weekly"),
        (["The counter was closed"], "The opening hours on the page were old"),
        ([], ""),
    ],
)
def test_a_cause_that_names_the_way_of_working_passes_though_it_speaks_of_a_person(whys, statement):
    assert not blames_people_only(whys, statement)
    assert not blames_people_only([fold(one) for one in whys], fold(statement))


def test_one_branch_does_not_excuse_another():
    good = Branch("method", ("Chờ ký",), "Quy trình ghi tên người")
    bad = Branch("people", ("Công chức quên",), "Thiếu trách nhiệm")
    assert first_blaming([good, bad]) is bad and first_blaming([good]) is None
