"""A finding held against the agency's rules of grades: what they propose stands on it, and why somebody differed."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import func, select

from iso_qms.audits.conduct.cells import HIDDEN, hidden_in, with_totals
from iso_qms.audits.conduct.conduct_rules import conduct_of
from iso_qms.audits.conduct.recurring import standing_of
from iso_qms.audits.finding.findings import GRADES, Finding
from iso_qms.audits.finding.grading import Calibration, GradeRule, calibrated, proposed
from iso_qms.db import db
from iso_qms.i18n import _
from iso_qms.workflow import Incomplete


def rule_for(finding: Finding) -> GradeRule | None:
    """The rule that proposes a grade for a finding, by its kind and facts."""
    rules = [one for one in conduct_of(finding.agency_id).grade_rules if one.kind == finding.kind]
    facts = {"minutes": finding.minutes or 0, "people": finding.people or 0}
    if any(one.fact == "times" for one in rules):
        with db.session.no_autoflush:
            facts["times"] = standing_of(finding).times
    return proposed(finding.kind, facts, rules)


def weigh(finding: Finding) -> None:
    """Keep what the rules propose, in the language of the agency's papers; the same grade rests on their sentence."""
    rule = rule_for(finding)
    finding.grade_rule = rule.key if rule else ""
    finding.proposed_grade = rule.grade if rule else ""
    finding.rule_sentence = (rule.vi or rule.en) if rule else ""
    if rule is not None and finding.grade == rule.grade:
        finding.grade_reason = finding.grade_reason or finding.rule_sentence


def demand_reason(finding: Finding) -> None:
    """Whoever gives another grade than the rules propose says why."""
    if finding.proposed_grade not in ("", finding.grade) and not finding.grade_reason:
        raise Incomplete(
            _(
                "The rule proposes “%(grade)s”: %(sentence)s Choose it, or say why you differ.",
                grade=GRADES[finding.proposed_grade].label,
                sentence=finding.rule_sentence,
            )
        )


def calibration() -> list[Calibration]:
    """How the grades given keep to those proposed, by rule; findings in the state they are in now."""
    columns = (Finding.grade_rule, Finding.proposed_grade, Finding.grade)
    query = select(*columns, func.count()).where(
        Finding.grade_rule != "", Finding.state != "withdrawn", Finding.restricted_at.is_(None)
    )
    rows = db.session.execute(query.group_by(*columns))
    return calibrated((key, thought, grade, count) for key, thought, grade, count in rows)


def shown_calibration(lines: list[Calibration], fewest: int) -> Mapping[str, dict[str, str]]:
    """The same as it may be shown: small counts, and what would betray them, are hidden."""
    table = with_totals(
        {(one.key, name): getattr(one, name) for one in lines for name in ("same", "lighter", "heavier")}
    )
    hidden = hidden_in(table, fewest)
    return {
        one.key: {
            name: HIDDEN if (one.key, name) in hidden else str(table[(one.key, name)])
            for name in ("same", "lighter", "heavier", "total")
        }
        for one in lines
    }
