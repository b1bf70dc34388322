"""Improvement: nonconformities, their causes, corrective actions and their follow-ups (ISO 9001:2015, 10.2).

A *correction* puts the case itself right; a *corrective action* removes the cause, so that it does not happen again.
An action is planned, accepted, carried out and then verified by somebody with no hand in it: it proved effective, or
the nonconformity opens again one level higher.
"""

from __future__ import annotations

from typing import Any

from flask import g, url_for

from iso_qms.i18n import _l
from iso_qms.registry import Registry, ReviewEvidence, UnitEvidence

EVERYBODY = ("administrator", "quality", "inspector", "leader", "head", "author", "staff")
OWNERS = ("quality", "inspector", "leader", "head", "author", "staff")
"""Any post may be given an action."""


def move_in(registry: Registry) -> None:
    """What improvement brings: rights, things, life cycles, its rounds, and what others ask of it."""
    _bring_rights(registry)
    _bring_things(registry)
    _bring_lives(registry)
    _bring_evidence(registry)
    _bring_signs(registry)
    _bring_duties(registry)
    _bring_rounds(registry)


def _bring_rights(registry: Registry) -> None:
    registry.right("improvement.read", _l("See the nonconformities of one's unit"), *EVERYBODY)
    registry.right("improvement.oversee", _l("See every nonconformity"), "quality", "inspector", "leader")
    registry.right("improvement.restricted", _l("See nonconformities on the conduct of a person"), "quality")
    registry.right("improvement.open", _l("Open a nonconformity"), "quality", "inspector", "leader", "head")
    registry.right("improvement.analyse", _l("Correct, and give the cause"), "head", "quality")
    registry.right("improvement.classes", _l("Keep the classes of causes"), "quality")
    registry.right("improvement.plan", _l("Plan corrective actions"), "head", "quality")
    registry.right("improvement.accept", _l("Accept plans, or decide that none is needed"), "quality", "leader")
    registry.right("improvement.carry_out", _l("Carry out an action of one's post"), *OWNERS)
    registry.right("improvement.extend", _l("Ask for more time for an action of one's post"), *OWNERS)
    registry.right("improvement.decide", _l("Decide on more time"), "head", "leader")
    registry.right("improvement.verify", _l("Verify whether an action works"), "quality", "inspector")
    registry.right("improvement.lead", _l("Decide what has climbed to leadership"), "leader")
    registry.right("improvement.ladders", _l("Set the ladders of reminders, and keep the obligations"), "quality")
    registry.right("improvement.risks", _l("Keep the list of risks"), "quality", "leader", "head")
    registry.right("improvement.signs", _l("Read the signs of formalism"), "quality")
    registry.right("improvement.fulfil", _l("Report an obligation of one's post done"), *OWNERS)


def _bring_things(registry: Registry) -> None:
    from iso_qms.improvement import layouts, models
    from iso_qms.improvement.action import actions
    from iso_qms.improvement.correction import corrections
    from iso_qms.improvement.obligation import obligations
    from iso_qms.improvement.risk import risks

    registry.layouts["nonconformity"] = layouts.FORM
    registry.room("improvement.index", _l("Improvement"), "improvement.read", order=40)
    registry.thing("nonconformity", _l("Nonconformity"), models.Nonconformity, _url)
    registry.thing("corrective_action", _l("Corrective action"), actions.CorrectiveAction, _action_url)
    registry.thing("correction", _l("Correction"), corrections.Correction, _correction_url)
    registry.thing("extension", _l("Extension"), actions.Extension, _extension_url)
    registry.thing("obligation", _l("Obligation"), obligations.Obligation, _obligation_url)
    registry.thing("risk", _l("Risk"), risks.Risk, _risk_url)
    registry.thing("obligation_due", _l("Obligation falling due"), obligations.ObligationDue, _obligation_due_url)


def _bring_lives(registry: Registry) -> None:
    from iso_qms.improvement import flow
    from iso_qms.improvement.correction.correction_flow import CORRECTION
    from iso_qms.improvement.obligation import obligation_flow
    from iso_qms.journal import say

    for workflow in (flow.NONCONFORMITY, flow.ACTION, flow.EXTENSION, CORRECTION, obligation_flow.OBLIGATION_DUE):
        registry.workflows[workflow.name] = workflow
        say(workflow)


def _bring_evidence(registry: Registry) -> None:
    from iso_qms.improvement import models, register, sources
    from iso_qms.improvement.action import actions, document_kinds
    from iso_qms.improvement.effect.coverage_measure import ACKNOWLEDGED

    registry.review_evidence["nonconformity"] = ReviewEvidence(
        _l("nonconformities with it"), 3, register.about_documents
    )
    registry.unit_evidence |= {
        "nonconformity": UnitEvidence(_l("nonconformities that no finding brought"), 2, register.at_units),
        "complaint": UnitEvidence(_l("nonconformities from complaints of citizens"), 3, register.complained_at_units),
        "overdue_action": UnitEvidence(_l("corrective actions overdue"), 2, actions.overdue_at_units),
    }
    for kind, label in models.SOURCES.items():
        registry.sources.setdefault(kind, label)
    registry.beside.append(sources.beside)
    registry.action_kinds |= document_kinds.KINDS
    registry.measures["acknowledged"] = ACKNOWLEDGED


def _bring_signs(registry: Registry) -> None:
    from iso_qms.improvement.sign import own_signs, signs

    registry.signs |= {"copied": own_signs.COPIED, "in_bulk": own_signs.IN_BULK}
    for kind in (signs.SignTalk, signs.SignRules):
        registry.kept_from_others[kind.journal_kind] = signs.RIGHT


def _bring_duties(registry: Registry) -> None:
    from iso_qms.improvement import deadlines, duties, jobs
    from iso_qms.improvement.correction import correcting, correction_jobs
    from iso_qms.improvement.obligation import obligation_jobs, owing
    from iso_qms.improvement.risk import risk_acts

    registry.awaiting += [duties.awaiting, obligation_jobs.awaiting, risk_acts.awaiting]
    registry.ahead.append(obligation_jobs.ahead)
    registry.figures.append(duties.figures)
    registry.handovers.append(duties.hand_over)
    registry.calendar_moves += [jobs.calendar_moves, correcting.calendar_moves, obligation_jobs.calendar_moves]
    registry.deadlines += [deadlines.of_actions, correction_jobs.deadlines, deadlines.of_obligations]
    registry.deadlines.append(risk_acts.deadlines)
    registry.keep_duty("cause", owing.CAUSE)


def _bring_rounds(registry: Registry) -> None:
    from iso_qms.improvement import jobs
    from iso_qms.improvement.action import completing
    from iso_qms.improvement.correction import correction_jobs
    from iso_qms.improvement.effect import reckoning
    from iso_qms.improvement.obligation import kept_duties, obligation_jobs

    registry.climbers.append(kept_duties.climb_round)
    effect = _l("Measured effect of corrective actions")
    registry.round("measures", effect, reckoning.effects_round, hour="7", minute="5")
    corrected = _l("Reminders of corrections")
    registry.round("corrections", corrected, correction_jobs.corrections_round, hour="7-18", minute="5-55/10")
    obligations = _l("Reminders of obligations")
    registry.round("obligations", obligations, obligation_jobs.obligations_round, hour="7", minute="20")
    registry.round("follow_ups", _l("Follow-ups of corrective actions"), jobs.follow_ups_round, hour="7", minute="15")
    completed = _l("Actions that what happened has carried out")
    registry.round("completing", completed, completing.completing_round, minute="*/10")


def _url(nonconformity: Any) -> str:
    return url_for("improvement.show", agency=g.agency.slug, number=nonconformity.id)


def _action_url(action: Any) -> str:
    return url_for("improvement.action", agency=g.agency.slug, number=action.id)


def _correction_url(correction: Any) -> str:
    return url_for("improvement.show", agency=g.agency.slug, number=correction.nonconformity_id)


def _extension_url(extension: Any) -> str:
    return url_for("improvement.action", agency=g.agency.slug, number=extension.action_id)


def _obligation_url(obligation: Any) -> str:
    return url_for("improvement.obligation", agency=g.agency.slug, number=obligation.id)


def _risk_url(risk: Any) -> str:
    return url_for("improvement.risk", agency=g.agency.slug, number=risk.id)


def _obligation_due_url(due: Any) -> str:
    return url_for("improvement.obligation_due", agency=g.agency.slug, number=due.id)
