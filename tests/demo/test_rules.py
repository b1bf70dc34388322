"""What the rules of consistency find in the demo's hurried draft: they know its register, its laws, its units."""

import pytest
from sqlalchemy import select

from iso_qms.db import db
from iso_qms.documents.models import Document
from iso_qms.organisation.agencies import Agency, choose
from iso_qms.processes.consistency import findings_in, findings_of, mismatches_of
from iso_qms.processes.operations import object_in
from iso_qms.processes.switching import switches


@pytest.fixture
def newest(demo):
    """Finds the newest revision of a code."""
    with demo.app.test_request_context():
        choose(db.session.scalars(select(Agency)).one())
        yield lambda code: db.session.scalars(select(Document).where(Document.code == code)).one().revisions[-1]


def test_a_draft_typed_in_a_hurry_shows_what_is_wrong_with_it(newest):
    found = {(one.rule, one.place.key, one.place.row) for one in findings_of(newest("QT-21"))}
    assert found == {
        ("step_sum_differs", "steps", None),
        ("step_without_role", "steps", 5),
        ("role_variants", "steps", 3),
        ("role_unknown", "steps", 1),
        ("law_not_in_force", "legal_basis", 3),
        ("abbreviation_undefined", "result", None),
        ("reference_withdrawn", "references", None),
        ("reference_unknown", "references", None),
    }


def test_errors_come_first_and_lead_to_the_part_where_they_are_mended(newest):
    told = mismatches_of(newest("QT-21"))
    assert [one.severity for one in told] == sorted(
        (one.severity for one in told), key=["error", "warning", "note"].index
    )
    assert {one.url.rpartition("/")[2] for one in told if one.is_error} == {"steps", "legal_basis", "texts"}


def test_a_file_is_held_against_the_document_it_would_become(newest):
    in_force = next(one for one in newest("QT-07").document.revisions if one.state == "in_force")
    again = object_in(in_force) | {"warnings": [], "title": "Tên khác"}
    found = {one.rule for one in findings_in(again, in_force.document)}
    assert {"issue_not_next", "title_differs"} <= found


def test_one_rule_is_off_and_another_is_asked_again(newest):
    assert [(one.rule, one.on_at is None) for one in switches()] == [
        ("section_order", True),
        ("abbreviation_undefined", False),
    ]
