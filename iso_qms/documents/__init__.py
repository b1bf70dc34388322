"""Controlled documents: revisions, approval, distribution and acknowledgement (ISO 9001:2015, 7.5).

A *document* has a code as printed and goes through *revisions*; a revision is made of typed *blocks* whose identity
survives from one revision to the next. What is in force on a day follows from dates alone.
"""

from __future__ import annotations

from flask import g, url_for

from iso_qms.i18n import _l
from iso_qms.registry import Registry

EVERYBODY = ("administrator", "quality", "inspector", "leader", "head", "author", "staff")


def move_in(registry: Registry) -> None:
    """What documents bring: rights, things, life cycles, rounds, and the rows of what awaits somebody."""
    from iso_qms.documents import blocks, deadlines, decisions, duties, flow, jobs, models, recalls
    from iso_qms.journal import say

    registry.right("documents.read", _l("Read controlled documents"), *EVERYBODY)
    registry.right("documents.write", _l("Write documents and submit them"), "author", "quality", "head")
    registry.right("documents.review", _l("Give an opinion on a revision"), "head", "quality", "leader", "author")
    registry.right("documents.approve", _l("Approve revisions and issue decisions"), "leader")
    registry.right("documents.withdraw", _l("Withdraw a document"), "leader", "quality")
    registry.right("documents.distribute", _l("Say who a document is given to"), "quality", "author", "head")
    registry.right("documents.oversee", _l("See every draft"), "quality", "leader", "administrator")
    registry.room("documents.index", _l("Documents"), "documents.read", order=10)
    registry.thing("document", _l("Document"), models.Document, _document_url)
    registry.thing("revision", _l("Revision"), models.Revision, _revision_url)
    registry.thing("controlled_copy", _l("Controlled copy"), models.ControlledCopy, _copy_url)
    registry.thing("issue_decision", _l("Issue decision"), decisions.IssueDecision, _decision_url)
    for workflow in (flow.REVISION, flow.ISSUE_DECISION, flow.CONTROLLED_COPY):
        registry.workflows[workflow.name] = workflow
        say(workflow)
    registry.block_kinds[blocks.TEXT.name] = blocks.TEXT
    registry.awaiting.append(duties.awaiting)
    registry.awaiting.append(recalls.awaiting)
    registry.figures.append(duties.figures)
    registry.handovers.append(duties.hand_over)
    registry.calendar_moves.append(deadlines.calendar_moves)
    registry.round("effect", _l("Revisions take effect on their day"), jobs.take_effect_round, minute="*/5")
    registry.round("sign", _l("Approved revisions get the agency's digital seal"), jobs.sign_round, minute="*/5")
    registry.round("readers", _l("New holders of a post are asked to acknowledge"), jobs.new_readers_round, hour="*")
    registry.round("acknowledge", _l("Reminders to acknowledge"), jobs.remind_round, hour="7", minute="5")


def _document_url(document: object) -> str:
    return url_for("documents.show", agency=g.agency.slug, number=document.id)  # type: ignore[attr-defined]


def _revision_url(revision: object) -> str:
    return url_for(
        "documents.revision",
        agency=g.agency.slug,
        number=revision.document_id,  # type: ignore[attr-defined]
        revision=revision.number,  # type: ignore[attr-defined]
    )


def _decision_url(decision: object) -> str:
    return url_for("documents.decision", agency=g.agency.slug, number=decision.id)  # type: ignore[attr-defined]


def _copy_url(copy: object) -> str:
    return url_for("documents.copy", agency=g.agency.slug, copy=copy.id)  # type: ignore[attr-defined]
