import pytest

from iso_qms.audits import replying
from iso_qms.audits.tallies import Tally, tallies_of


@pytest.mark.parametrize(("count", "shown"), [(0, "–"), (1, "< 3"), (2, "< 3"), (3, "3"), (12, "12")])
def test_small_counts_are_not_shown(count, shown):
    assert Tally(None, {"conduct": count} if count else {}).shown("conduct") == shown


def test_only_what_is_final_and_a_nonconformity_counts(scene):
    inspection, lead = scene.begun(), scene.person("inspector2")
    for number in range(4):
        finding = scene.notified(inspection, grade="ofi" if number == 3 else "minor")
        replying.reply(finding, text="Đúng", by=scene.person("head_centre"))
        replying.confirm(finding, by=lead, note="Giữ")
    scene.notified(inspection)
    (tally,) = tallies_of(2026)
    assert tally.unit is inspection.units[0] and tally.shown("reception") == "3"
