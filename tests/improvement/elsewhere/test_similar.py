from datetime import date

import pytest

from iso_qms.db import db
from iso_qms.documents.models import Distribution, Document
from iso_qms.improvement import operations
from iso_qms.improvement.elsewhere.looking_elsewhere import decide, proposal
from iso_qms.improvement.elsewhere.similar import decided_elsewhere, decided_on, elsewhere, proposals
from iso_qms.journal import history_of, write
from iso_qms.workflow import Forbidden, Incomplete


@pytest.fixture
def cases(case):
    """A nonconformity with a cause, one with the same class in another unit, one under the same clause."""
    clause = {"criterion": "ISO 9001:2015, 7.5.3"}
    one, other = case.opened(title="Sổ ghi thiếu", **clause), case.opened("economy", title="Sổ trống")
    for each, head in ((one, "head_centre"), (other, "head_economy")):
        operations.analyse(each, by=case.person(head), whys=["Chờ"], statement="Quy trình cũ", class_key="method")
    third = case.opened("culture", title="Mẫu cũ", **clause)
    case.opened("culture", title="Ứng xử", restricted=True, **clause)
    case.opened("culture", title="Năm ngoái", found_on=date(2025, 2, 27), **clause)
    return one, other, third


def shown(one, person):
    return [(each.words.partition(" ")[2], each.why) for each in proposals(one, person)]


def test_what_is_alike_elsewhere_is_proposed_and_nothing_is_taken_over_by_itself(case, cases):
    one, other, third = cases
    quality = case.person("quality")
    assert shown(one, quality) == [("Sổ trống", "class"), ("Mẫu cũ", "clause")]
    assert shown(one, case.person("head_centre")) == [], "a head sees no case of another unit"
    assert decided_on(one) == [] and decided_elsewhere(other, quality) == []
    first = proposal(one, "nonconformity", other.id, by=quality)
    with pytest.raises(Forbidden):
        decide(one, first, by=case.person("staff"), decision="linked")
    for wrong in ({"decision": "set_aside"}, {"decision": "covered"}, {"decision": "taken"}):
        with pytest.raises(Incomplete):
            decide(one, first, by=quality, **wrong)
    decide(one, first, by=quality, decision="linked")
    aside = proposal(one, "nonconformity", third.id, by=quality)
    decide(one, aside, by=quality, decision="set_aside", reason="Mẫu khác hẳn")
    assert shown(one, quality) == []
    assert [(each.decision, each.reason) for each in decided_on(one)] == [("linked", ""), ("set_aside", "Mẫu khác hẳn")]
    assert [each.nonconformity for each in decided_elsewhere(other, quality)] == [one]
    assert decided_elsewhere(third, quality) == [], "what was set aside is no link"
    assert "similar_case.set_aside" in [entry.verb for entry in history_of(one)]


def test_a_unit_that_works_by_the_same_procedure_is_proposed_and_may_be_opened_there(case):
    quality = case.person("quality")
    paper = Document(agency_id=quality.agency_id, unit=case.unit("office"), kind="procedure", code="QT-01", title="Sổ")
    db.session.add(paper)
    db.session.flush()
    for login in ("head_economy", "staff"):
        post = case.post(login)
        db.session.add(Distribution(agency_id=quality.agency_id, document_id=paper.id, post_id=post.id))
    write(paper, "document.distributed", by=quality)
    one = case.opened(document_id=paper.id)
    assert [(each.kind, each.unit_id) for each in proposals(one, quality)] == [("unit", case.unit("economy").id)]
    made = decide(one, proposals(one, quality)[0], by=quality, decision="opened").opened
    assert (made.unit, made.document_id, made.title) == (case.unit("economy"), paper.id, one.title)
    assert one.code in made.description
    assert [each.nonconformity for each in elsewhere(made, quality).because] == [one]
    assert proposals(one, quality) == [] and proposals(made, quality) == []


def test_an_action_planned_here_may_cover_it(case, cases):
    one, other, _third = cases
    action, quality = case.planned(one), case.person("quality")
    found = proposal(one, "nonconformity", other.id, by=quality)
    foreign = case.planned(case.analysed())
    with pytest.raises(Incomplete):
        decide(one, found, by=quality, decision="covered", action=foreign)
    assert decide(one, found, by=quality, decision="covered", action=action).action is action
