from iso_qms.audits.finding import replying
from iso_qms.audits.report.tallies import HIDDEN, tallies_of


def test_only_what_is_final_and_a_nonconformity_counts_and_small_counts_are_hidden(scene):
    inspection, lead = scene.begun(), scene.person("inspector2")
    for number in range(4):
        finding = scene.notified(inspection, grade="ofi" if number == 3 else "minor")
        replying.reply(finding, text="Đúng", by=scene.person("head_centre"))
        replying.confirm(finding, by=lead, note="Giữ")
    scene.notified(inspection)
    (tally, totals) = tallies_of(2026, fewest=3)
    assert tally.unit is inspection.units[0] and tally.shown("reception") == totals.shown("total") == "3"
    assert tally.shown("conduct") == "–"
    assert [one.shown("reception") for one in tallies_of(2026, fewest=5)] == [HIDDEN, HIDDEN]
