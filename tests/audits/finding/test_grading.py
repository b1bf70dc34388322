from iso_qms.audits.finding.grading import USUAL_RULES, Calibration, calibrated, proposed


def test_of_the_rules_that_fit_the_heaviest_proposes():
    def weight(kind, **facts):
        rule = proposed(kind, facts, USUAL_RULES)
        return rule and (rule.grade, rule.fact)

    assert weight("hours", minutes=14) == ("minor", "minutes")
    assert weight("hours", minutes=120) == ("major", "minutes")
    assert weight("hours", minutes=14, times=2) == ("major", "times")
    assert weight("hours") is None and weight("posting", people=9) is None


def test_grades_are_compared_by_rule():
    given = [
        ("a", "minor", "minor", 3),
        ("a", "minor", "major", 2),
        ("a", "minor", "ofi", 1),
        ("b", "major", "minor", 4),
    ]
    assert calibrated(given) == [Calibration("a", 3, 1, 2), Calibration("b", 0, 4, 0)]
