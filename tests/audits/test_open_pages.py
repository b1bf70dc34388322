"""The page of an act refuses at once what its sending would refuse, so that nobody types in vain on a telephone."""

import pytest

from tests.audits.conftest import path_of

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize(
    ("login", "path", "status"),
    [
        ("quality", "/inspections/1/findings/new", 403),
        ("inspector", "/inspections/1/report", 403),
        ("inspector2", "/inspections/1/moves/close", 409),
        ("inspector2", "/findings/2/moves/confirm", 422),
        ("inspector2", "/findings/2/correct", 422),
        ("inspector2", "/findings/2/reassign", 409),
        ("head_centre", "/findings/2/moves/withdraw", 403),
        ("staff2", "/findings/2/reply", 404),
    ],
)
def test_a_page_that_leads_nowhere_says_so_before_anybody_types(login, path, status, morning):
    assert morning.get(login, path).status_code == status


def test_nobody_begins_to_note_a_finding_before_the_visit_does(morning):
    path = path_of(morning.planned())
    morning.send("quality", f"{path}/team", "/team", person=str(morning.place.people["inspector2"]), is_lead="y")
    refused = morning.get("inspector2", f"{path}/findings/new")
    assert refused.status_code == 409 and "không trong thời gian kiểm tra" in refused.text
