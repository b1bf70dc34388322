"""Where a procedure is reviewed and approved: what the rules find, and the reason for approving it all the same."""

import re
from io import BytesIO

import docx
import pytest
from sqlalchemy import select

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents.models import Approval
from iso_qms.organisation.agencies import across
from tests.fixtures.places import PASSWORD
from tests.processes.files import word_file
from tests.processes.reading.build import docx as built
from tests.processes.reading.build import procedure, steps
from tests.processes.visits import agreed, bring_in

pytestmark = pytest.mark.one_database

FLAWED = built(procedure(steps_table=steps(["1", "Nhận", "Văn thư", "½ ngày"], ["2", "Xử lý", "", "1,5 ngày"])))
RULE = "Bước không có người thực hiện"
WHY = "Bước 2 do phần mềm tự làm."


@pytest.fixture
def visitor(app, place):
    visitors = {}

    def visitor(login):
        if login not in visitors:
            visitors[login] = app.test_client()
            visitors[login].sign_in(login)
        return visitors[login]

    return visitor


@pytest.fixture
def in_review(visitor, place):
    """Makes a draft of a Word file and has it agreed to; answers the address of its revision."""

    def in_review(content):
        number = re.search(r"processes/(\d+)", bring_in(visitor("author"), content))[1]
        address = f"/an-khe/documents/{number}/revisions/1"
        agreed(visitor, place, address)
        return address

    return in_review


def approve(visitor, address, **fields):
    return visitor("leader").post_form(
        f"{address}/moves/approve", effective_on=today().isoformat(), own_password=PASSWORD, **fields
    )


def test_open_errors_stand_before_an_approval_until_somebody_says_why(app, visitor, in_review):
    address = in_review(FLAWED)
    for seen_by in ("head_culture", "leader"):
        assert RULE in visitor(seen_by).get(address).text
    page = visitor("leader").get(f"{address}/moves/approve").text
    assert RULE in page and 'name="note"' in page

    for blank in ("", "  "):
        refused = approve(visitor, address, note=blank)
        assert refused.status_code == 422 and "Hãy nêu lý do: lý do nằm cùng phê duyệt" in refused.text

    done = approve(visitor, address, note=WHY)
    assert f"“{WHY}”" in done.text and RULE in done.text
    history = re.search(r"<ol[^>]*class=\"history.*?</ol>", done.text, re.S)
    assert history is None or WHY in history[0]
    proof = visitor("leader").get(f"{address}/acknowledgements.docx").data
    lines = "\n".join(one.text for one in docx.Document(BytesIO(proof)).paragraphs)
    assert WHY in lines and RULE in lines
    with app.app_context(), across():
        kept = db.session.scalars(select(Approval)).one()
        assert (kept.despite, [one["rule"] for one in kept.open_errors]) == (WHY, ["step_without_role"])


def test_a_program_is_refused_in_the_same_way(visitor, in_review):
    address = in_review(FLAWED)
    page = visitor("leader").get(f"{address}/moves/approve").text
    sent = {"csrf_token": re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1], "own_password": PASSWORD}
    answer = visitor("leader").post(
        f"{address}/moves/approve", data=sent | {"when": "decision"}, headers={"Accept": "application/json"}
    )
    assert answer.status_code == 422


def test_without_errors_nobody_is_asked_for_a_reason(app, visitor, in_review):
    address = in_review(word_file())
    assert 'name="note"' not in visitor("leader").get(f"{address}/moves/approve").text
    assert "Phê duyệt khi còn lỗi" not in approve(visitor, address).text
    with app.app_context(), across():
        assert db.session.scalars(select(Approval)).one().despite == ""


def test_a_rule_switched_off_is_asked_nowhere(visitor, in_review):
    address = in_review(FLAWED)
    rules = "/an-khe/processes/rules/step_without_role"
    visitor("quality").post_form(rules, reason="Cơ quan ghi người thực hiện ở lưu đồ.")
    assert RULE not in visitor("leader").get(address).text
    assert 'name="note"' not in visitor("leader").get(f"{address}/moves/approve").text

    visitor("quality").post_form("/an-khe/processes/rules", "step_without_role/on")
    assert RULE in visitor("leader").get(address).text
