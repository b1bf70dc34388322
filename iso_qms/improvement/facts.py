"""The facts beside a nonconformity and an action: where it comes from, who answers, who verifies."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from iso_qms.clock import today
from iso_qms.i18n import _
from iso_qms.improvement.action.actions import CorrectiveAction
from iso_qms.improvement.models import GRADES, LEVELS, Nonconformity
from iso_qms.improvement.obligation.external_reports import reports_on
from iso_qms.organisation.heads import heads_for
from iso_qms.organisation.people import head_of
from iso_qms.registry import registry
from iso_qms.web import signed_in
from iso_qms.web.pages import day

Pairs = list[tuple[str, Any]]


def what_happened(one: Nonconformity) -> Pairs:
    """Criterion, day, grade and source of a nonconformity, and the text in force it was held against."""
    text = registry.url_of("revision", one.revision_id) if one.revision_id else None
    return [
        (_("Criterion"), one.criterion or "–"),
        *([(_("In force that day"), _link(text, _("the revision it was held against")))] if text else []),
        (_("Found on"), day(one.found_on)),
        (_("Grade"), GRADES[one.grade]),
        (_("Source"), source(one)),
        *_report(one),
        (_("Opened by"), f"{one.opened_by.name}, {day(one.opened_at)}"),
    ]


def answering(one: Nonconformity) -> Pairs:
    """The unit and the head that answer for it, and the level it has climbed to."""
    head = head_of(one.unit_id, today()) or next(iter(heads_for(one.unit_id, today())), None)
    return [
        (_("Unit"), one.unit.name),
        (_("Head"), head.name if head else _("nobody holds the post")),
        (_("Level"), LEVELS[one.level]),
    ]


def origin(one: CorrectiveAction) -> Pairs:
    """What an action comes from, what it follows, and who verifies it."""
    parent = one.nonconformity
    verifier = one.verified_by or one.verifier
    return [
        (_("Nonconformity"), _link(registry.url_of("nonconformity", parent.id), parent.code)),
        (_("Source"), source(parent)),
        *(
            [(_("Follows"), _link(registry.url_of("corrective_action", one.follows.id), one.follows.code))]
            if one.follows
            else []
        ),
        (_("Verifier"), verifier.name if verifier else _("whoever of the quality team is free")),
        (_("Level"), LEVELS[one.level]),
    ]


def _report(one: Nonconformity) -> Pairs:
    """The report that is owed after the external inspection it comes from, with its day."""
    owed = reports_on(one.source_on) if one.source_kind == "external_inspection" and one.source_on else []
    return [(_("Report due"), _link(registry.things["obligation_due"].url(due), day(due.due_on))) for due in owed]


def source(one: Nonconformity) -> Any:
    """Where it comes from, with a link to the thing itself where the reader may follow one, and how that stands now."""
    label = registry.sources.get(one.source_kind, one.source_kind)
    thing = registry.thing_of(one.source_kind, one.source_id, seen_by=signed_in()) if one.source_id else None
    typed = ", ".join(filter(None, (one.source_reference, day(one.source_on) if one.source_on else "")))
    said = f"{label}: {typed}" if typed else label
    if thing is None:
        return said
    linked, now = _link(registry.things[one.source_kind].url(thing), said), getattr(thing, "stands_now", "")
    return Markup("{}; {}").format(linked, now) if now else linked


def _link(url: str | None, words: Any) -> Any:
    return Markup('<a href="{}">{}</a>').format(url, words) if url else words
