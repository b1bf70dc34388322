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
    """What improvement brings: rights, things, life cycles, the round of follow-ups, and rows for the desk."""
    from iso_qms.improvement import (
        actions,
        completing,
        deadlines,
        document_kinds,
        duties,
        flow,
        jobs,
        layouts,
        models,
        obligation_flow,
        obligation_jobs,
        obligations,
        reckoning,
        register,
        sources,
    )
    from iso_qms.improvement.coverage_measure import ACKNOWLEDGED
    from iso_qms.journal import say

    registry.layouts["nonconformity"] = layouts.FORM
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
    registry.right("improvement.fulfil", _l("Report an obligation of one's post done"), *OWNERS)
    registry.room("improvement.index", _l("Improvement"), "improvement.read", order=40)
    registry.thing("nonconformity", _l("Nonconformity"), models.Nonconformity, _url)
    registry.review_evidence["nonconformity"] = ReviewEvidence(
        _l("nonconformities with it"), 3, register.about_documents
    )
    registry.unit_evidence |= {
        "nonconformity": UnitEvidence(_l("nonconformities that no finding brought"), 2, register.at_units),
        "overdue_action": UnitEvidence(_l("corrective actions overdue"), 2, actions.overdue_at_units),
    }
    registry.thing("corrective_action", _l("Corrective action"), actions.CorrectiveAction, _action_url)
    registry.thing("extension", _l("Extension"), actions.Extension, _extension_url)
    registry.thing("obligation", _l("Obligation"), obligations.Obligation, _obligation_url)
    registry.thing("obligation_due", _l("Obligation falling due"), obligations.ObligationDue, _obligation_due_url)
    for workflow in (flow.NONCONFORMITY, flow.ACTION, flow.EXTENSION, obligation_flow.OBLIGATION_DUE):
        registry.workflows[workflow.name] = workflow
        say(workflow)
    for kind, label in models.SOURCES.items():
        registry.sources.setdefault(kind, label)
    registry.beside.append(sources.beside)
    registry.action_kinds |= document_kinds.KINDS
    registry.awaiting.append(duties.awaiting)
    registry.figures.append(duties.figures)
    registry.handovers.append(duties.hand_over)
    registry.calendar_moves.append(jobs.calendar_moves)
    registry.awaiting.append(obligation_jobs.awaiting)
    registry.calendar_moves.append(obligation_jobs.calendar_moves)
    registry.deadlines.append(deadlines.of_actions)
    registry.deadlines.append(deadlines.of_obligations)
    registry.measures["acknowledged"] = ACKNOWLEDGED
    registry.round(
        "measures", _l("Measured effect of corrective actions"), reckoning.effects_round, hour="7", minute="5"
    )
    registry.round(
        "obligations", _l("Reminders of obligations"), obligation_jobs.obligations_round, hour="7", minute="20"
    )
    registry.round("follow_ups", _l("Follow-ups of corrective actions"), jobs.follow_ups_round, hour="7", minute="15")
    registry.round(
        "completing", _l("Actions that what happened has carried out"), completing.completing_round, minute="*/10"
    )


def _url(nonconformity: Any) -> str:
    return url_for("improvement.show", agency=g.agency.slug, number=nonconformity.id)


def _action_url(action: Any) -> str:
    return url_for("improvement.action", agency=g.agency.slug, number=action.id)


def _extension_url(extension: Any) -> str:
    return url_for("improvement.action", agency=g.agency.slug, number=extension.action_id)


def _obligation_url(obligation: Any) -> str:
    return url_for("improvement.obligation", agency=g.agency.slug, number=obligation.id)


def _obligation_due_url(due: Any) -> str:
    return url_for("improvement.obligation_due", agency=g.agency.slug, number=due.id)
