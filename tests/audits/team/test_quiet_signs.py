"""The sign that somebody inspected several times and noted nothing."""

from iso_qms.audits.team.quiet_signs import WITHOUT_FINDING, last_without
from iso_qms.clock import now, today


def test_only_the_last_visits_in_a_row_count():
    visits = [("a", 0), ("b", 1), ("c", 0), ("d", 0)]
    assert last_without(visits, number=2) == ["c", "d"]
    assert last_without(visits, number=3) == []
    assert last_without([*visits, ("e", 2)], number=1) == []
    assert last_without([], number=1) == []


def test_a_visit_counts_for_its_team_once_it_has_ended(scene):
    limits, quality = {"number": 1, "months": 12}, scene.person("quality")
    visit = scene.begun()
    assert not list(WITHOUT_FINDING.find(limits, quality, today()))
    finding = scene.noted(visit)
    visit.ended_at = now()
    found = {one.words: [row.words for row in one.rows] for one in WITHOUT_FINDING.find(limits, quality, today())}
    assert found == {one.person.name: [visit.code] for one in visit.team if one.person != finding.noted_by}
