"""Controlled documents: revisions, approval, distribution and acknowledgement (ISO 9001:2015, 7.5).

A *document* has a code as printed and goes through *revisions*; a revision is made of typed *blocks* whose identity
survives from one revision to the next. What is in force on a day follows from dates alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from iso_qms.registry import Registry

EVERYBODY = ("administrator", "quality", "inspector", "leader", "head", "author", "staff")

DECIDERS = ("quality", "leader", "head", "author", "staff")
"""Any post may own a document."""


def move_in(registry: Registry) -> None:
    """What documents bring: rights, things, life cycles, rounds, and the rows of what awaits somebody."""
    from iso_qms.i18n import _l

    registry.room("documents.index", _l("Documents"), "documents.read", order=10)
    _bring_rights(registry)
    _bring_things(registry)
    _bring_texts(registry)
    _bring_duties(registry)
    _bring_rounds(registry)


def _bring_rights(registry: Registry) -> None:
    from iso_qms.i18n import _l

    registry.right("documents.read", _l("Read controlled documents"), *EVERYBODY)
    registry.right("documents.write", _l("Write documents and submit them"), "author", "quality", "head")
    registry.right("documents.review", _l("Give an opinion on a revision"), "head", "quality", "leader", "author")
    registry.right("documents.approve", _l("Approve revisions and issue decisions"), "leader")
    registry.right(
        "documents.see_readers",
        _l("See who has acknowledged, and what readers cannot apply"),
        *("quality", "leader", "administrator", "head"),
    )
    registry.right("documents.withdraw", _l("Withdraw a document"), "leader", "quality")
    registry.right("documents.suspend", _l("Suspend a document and let it apply again"), "leader", "quality")
    registry.right("documents.distribute", _l("Say who a document is given to"), "quality", "author", "head")
    registry.right("documents.post", _l("Record where documents are posted"), "head", "quality")
    registry.right("documents.keep_postings", _l("Look after every posting, and set the days"), "quality")
    registry.right("documents.request_changes", _l("Ask that a document be changed"), *EVERYBODY)
    registry.right("documents.decide_changes", _l("Decide on requests for the documents of one's post"), *DECIDERS)
    registry.right("documents.keep_changes", _l("Decide on every change request"), "quality")
    registry.right("documents.keep_codes", _l("Set the patterns of codes and give documents other ones"), "quality")
    registry.right("documents.oversee", _l("See every draft"), "quality", "leader", "administrator")
    registry.right("documents.record_reviews", _l("Record periodic reviews of the documents of one's post"), *DECIDERS)
    registry.right("documents.keep_reviews", _l("Record every periodic review, and set the intervals"), "quality")


def _bring_things(registry: Registry) -> None:
    from iso_qms.documents import flow, marking, models
    from iso_qms.documents.acknowledgement import discretion
    from iso_qms.documents.code import codes
    from iso_qms.documents.issue import decisions
    from iso_qms.i18n import _l
    from iso_qms.journal import say

    for label, model, url in (
        (_l("Document"), models.Document, lambda one: _at("show", number=one.id)),
        (_l("Revision"), models.Revision, lambda one: _at("revision", number=one.document_id, revision=one.number)),
        (_l("Controlled copy"), models.ControlledCopy, lambda one: _at("copy", copy=one.id)),
        (_l("Posting"), models.Posting, lambda one: _at("posting", posting=one.id)),
        (_l("Issue decision"), decisions.IssueDecision, lambda one: _at("decision", number=one.id)),
        (_l("Change request"), models.ChangeRequest, lambda one: _at("change_request", number=one.id)),
        (_l("Acknowledgement"), models.Acknowledgement, lambda one: _at("coverage", document=one.revision.document_id)),
        (_l("Request of a reader"), models.Objection, lambda one: _at("objection", number=one.id)),
        (_l("Periodic review"), models.PeriodicReview, lambda one: _at("reviews_of", number=one.document_id)),
        (_l("Briefing"), models.Briefing, lambda one: _at(
            "briefing", number=one.revision.document_id, revision=one.revision.number, unit=one.unit_id
        )),
    ):  # fmt: skip
        registry.thing(model.journal_kind, label, model, url)
    for workflow in (flow.REVISION, flow.ISSUE_DECISION, flow.CHANGE_REQUEST, flow.CONTROLLED_COPY):
        registry.workflows[workflow.name] = workflow
        say(workflow)
    registry.discretions.append(discretion.entries_for)
    registry.marks["document"] = marking.marks_on
    registry.other_names["document"] = codes.other_names


def _bring_texts(registry: Registry) -> None:
    """What texts are made of, how they become Word files, and how Word files come in."""
    from iso_qms.documents import (
        blocks,
        layouts,
        models,
        paper,
    )
    from iso_qms.documents.acknowledgement import (
        proof_layout,
    )
    from iso_qms.documents.incoming import (  # noqa: F401
        homecoming,
        intake,
    )
    from iso_qms.i18n import _l

    registry.block_kinds[blocks.TEXT.name] = blocks.TEXT
    registry.layouts["decision"] = layouts.DECISION
    registry.layouts["acknowledgements"] = proof_layout.PROOF
    registry.layouts |= {"procedure": layouts.PROCEDURE, "document": layouts.DOCUMENT}
    registry.word_texts.update(dict.fromkeys(models.KINDS, paper.PLAIN))
    registry.intakes.append(("documents.bring_in", _l("Read another document from Word"), "documents.write"))
    registry.word_guards.append(intake.why_not)


def _bring_duties(registry: Registry) -> None:
    """What awaits people, what heads answer for, and what brings a periodic review forward."""
    from iso_qms.documents import deadlines, duties
    from iso_qms.documents.acknowledgement import quick_signs
    from iso_qms.documents.code import crosswalks
    from iso_qms.documents.copy import recalls
    from iso_qms.documents.posted import posting
    from iso_qms.documents.review import periodic, schedule
    from iso_qms.i18n import _l
    from iso_qms.registry import ReviewEvidence

    registry.review_evidence["change_request"] = ReviewEvidence(
        _l("change requests from daily work"), 1, schedule.requests_from_work
    )
    registry.review_evidence["objection"] = ReviewEvidence(
        _l("readers who cannot apply it"), 2, schedule.readers_who_cannot
    )
    registry.signs["within_seconds"] = quick_signs.WITHIN_SECONDS
    registry.awaiting.append(duties.awaiting)
    registry.awaiting.append(recalls.awaiting)
    registry.awaiting.append(crosswalks.awaiting)
    registry.wordings.append(posting.wordings)
    registry.keep_duty("periodic_review", periodic.REVIEW)
    registry.keep_duty("recall", recalls.RECALL)
    registry.figures.append(duties.figures)
    registry.handovers.append(duties.hand_over)
    registry.calendar_moves.append(deadlines.calendar_moves)
    registry.deadlines += [deadlines.of_reviews, deadlines.of_changes, recalls.deadlines]


def _bring_rounds(registry: Registry) -> None:
    from iso_qms.documents import jobs
    from iso_qms.i18n import _l

    registry.round("effect", _l("Revisions take effect on their day"), jobs.take_effect_round, minute="*/5")
    registry.round("suspensions", _l("Suspensions begin and end on their day"), jobs.suspensions_round, minute="*/5")
    registry.round("sign", _l("Approved revisions get the agency's digital seal"), jobs.sign_round, minute="*/5")
    registry.round("readers", _l("New holders of a post are asked to acknowledge"), jobs.new_readers_round, hour="*")
    registry.round("reviews", _l("Periodic reviews are asked for"), jobs.reviews_round, hour="6", minute="35")
    registry.round("acknowledge", _l("Reminders to acknowledge"), jobs.remind_round, hour="7", minute="5")


def _at(endpoint: str, **values: Any) -> str:
    from flask import g, url_for  # Reading Word files needs no Flask, and starts without it.

    return url_for(f"documents.{endpoint}", agency=g.agency.slug, **values)
