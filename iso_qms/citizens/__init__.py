"""The public face: what citizens read of procedures in force, and what they say (ISO 9001:2015, 8.2.1 and 9.1.2).

A *citizens' page* is published by the quality team for a document, not for one issue: it follows whatever is in force
by itself, and says so when that is suspended or withdrawn. Nothing of it is written twice, so nothing can be outdated.

*Feedback* (phản ánh, kiến nghị) is neither a legal complaint nor a denunciation: sorting it is a hard stop for both.
"""

from __future__ import annotations

from typing import Any

from iso_qms.i18n import _l
from iso_qms.registry import Registry


def move_in(registry: Registry) -> None:
    """What the public face brings: a right, the pages as things, and where the page of a document stands."""
    from iso_qms.citizens import models, register

    registry.right("citizens.publish", _l("Publish procedures for citizens and take them off"), "quality")
    registry.thing("citizen_page", _l("Page for citizens"), models.CitizenPage, _url)
    registry.lists.append(("citizens.kept", _l("Pages for citizens"), "documents.read"))
    registry.public_pages["procedure"] = register.page_urls
    registry.refusal_pages.append(_refusal)
    _bring_feedback(registry)
    _bring_surveys(registry)


def _bring_feedback(registry: Registry) -> None:
    """What citizens say: who may read and do what, its life, its round, and what it puts on desks."""
    from iso_qms.citizens.flow import FEEDBACK
    from iso_qms.citizens.voice import box_openings, feedback, feedback_duties, feedback_jobs
    from iso_qms.journal import say

    everybody = ("quality", "inspector", "leader", "head", "author", "staff")
    registry.right("citizens.take_in", _l("Take in what citizens say, and open suggestion boxes"), *everybody)
    registry.right("citizens.feedback", _l("See the feedback one's unit answers"), "quality", "leader", "head")
    registry.right("citizens.sort", _l("Sort feedback, pass it on, close it; see all of it"), "quality")
    registry.right("citizens.answer", _l("Answer feedback"), "leader", "head")
    registry.room("feedback.index", _l("Feedback"), "citizens.feedback", order=30)
    registry.thing("complaint", _l("Feedback of citizens"), feedback.Feedback, _feedback_url)
    registry.thing("box_opening", _l("Opening of a suggestion box"), box_openings.BoxOpening, _boxes_url)
    registry.workflows[FEEDBACK.name] = FEEDBACK
    say(FEEDBACK)
    registry.round("feedback", _l("Reminders of feedback"), feedback_jobs.feedback_round, hour="7", minute="25")
    registry.awaiting.append(feedback_duties.awaiting)
    registry.calendar_moves.append(feedback_jobs.calendar_moves)
    registry.deadlines.append(feedback_duties.deadlines)


def _bring_surveys(registry: Registry) -> None:
    """What citizens answer when they are asked, and the measure of effect that comes of it."""
    from iso_qms.citizens.flow import SURVEY
    from iso_qms.citizens.survey.survey_measure import SATISFIED
    from iso_qms.citizens.survey.surveys import Survey
    from iso_qms.journal import say

    registry.right("citizens.survey", _l("Keep surveys of satisfaction: ask, type answers, end them"), "quality")
    registry.thing("survey", _l("Survey of satisfaction"), Survey, _survey_url)
    registry.workflows[SURVEY.name] = SURVEY
    say(SURVEY)
    registry.measures["satisfied"] = SATISFIED


def _refusal(refusal: Any) -> Any:
    # The pages are imported once the rooms stand.
    from iso_qms.citizens.public_refusals import public_refusal

    return public_refusal(refusal)


def _url(page: Any) -> str:
    from flask import g, url_for

    return url_for("citizens.show", agency=g.agency.slug, number=page.document_id)


def _feedback_url(one: Any) -> str:
    from flask import g, url_for

    return url_for("feedback.show", agency=g.agency.slug, number=one.id)


def _boxes_url(_opening: Any) -> str:
    from flask import g, url_for

    return url_for("feedback.boxes", agency=g.agency.slug)


def _survey_url(survey: Any) -> str:
    from flask import g, url_for

    return url_for("surveys.show", agency=g.agency.slug, number=survey.id)
