"""What becomes of feedback: taken in, sorted with a hard stop, assigned or passed on, answered, closed, forgotten."""

from __future__ import annotations

import hmac
import json
import secrets
from datetime import date, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import select

from iso_qms.citizens.models import shown_here
from iso_qms.citizens.voice.box_openings import BoxOpening
from iso_qms.citizens.voice.feedback import CHANNELS, HARD_STOP, LEAVING, Feedback
from iso_qms.clock import now, today
from iso_qms.db import db
from iso_qms.documents.models import Document
from iso_qms.i18n import _, _l
from iso_qms.improvement.models import Nonconformity
from iso_qms.improvement.operations import open_nonconformity
from iso_qms.journal import say, write
from iso_qms.organisation.accounts import hash_token
from iso_qms.organisation.agencies import Agency
from iso_qms.organisation.heads import heads_for
from iso_qms.organisation.numbering import numbered
from iso_qms.organisation.people import Person
from iso_qms.organisation.rights import people_with
from iso_qms.organisation.units import Unit
from iso_qms.organisation.working_days import due_in_working_days
from iso_qms.outbox import tell
from iso_qms.text import clean
from iso_qms.workflow import Forbidden, Incomplete
from iso_qms.worktime import UnknownYear, months_after

SORT_DAYS = 5
"""Working days in which what is not ours is passed on (Decree 20/2008/NĐ-CP)."""
USUAL_DAYS, MOST_DAYS = 5, 60
"""Working days a unit has to answer: proposed, and at most."""
LONGEST = 4000
SIGNS, TICKET_LENGTH = "23456789abcdefghjkmnpqrstuvwxyz", 14

say(
    {
        "complaint.taken_in": _l("took the feedback in"),
        "complaint.sent": _l("took in feedback from the form for citizens"),
        "complaint.contact_erased": _l("erased how to reach whoever sent it"),
        "complaint.emptied": _l("took out what was said of a person"),
    }
)


def take_in(
    *,
    by: Person,
    channel: str,
    received_on: date,
    text: str,
    unit: Unit | None = None,
    document: Document | None = None,
    dossier_code: str = "",
    contact: str = "",
    is_conduct: bool = False,
    opening: BoxOpening | None = None,
    once: str = "",
) -> Feedback:
    """Write down what a citizen said; the quality team sorts it. The same on the same sheet is there already."""
    if not by.may("citizens.take_in"):
        raise Forbidden(_("You have no right to do this: %(move)s.", move=_("Take feedback in")))
    if channel not in CHANNELS or channel == "form":
        raise Incomplete(_("Choose the channel it came through."))
    if received_on > today():
        raise Incomplete(_("It cannot have come in the future: choose today or an earlier day."))
    if opening is not None and channel != "box":
        raise Incomplete(_("Only a letter from a suggestion box belongs to an opening."))
    about = {"about_unit": unit, "document": document, "opening": opening, "is_conduct": is_conduct}
    mark = hash_token(_ticket(once, by, channel, received_on, text, dossier_code, contact, *about.values()))
    if sent := _sent_already(mark, by.agency_id):
        return sent
    one = _new(by, channel, received_on, text, dossier_code, contact, ticket_hash=mark, **about)
    one.entered_by_id = by.id
    write(one, "complaint.taken_in", by=by, private=is_conduct)
    return one


def send(
    *,
    clock: Person,
    text: str,
    unit: Unit | None = None,
    document: Document | None = None,
    dossier_code: str = "",
    contact: str = "",
    is_conduct: bool = False,
    once: str = "",
) -> tuple[Feedback, str]:
    """Take in what a citizen typed, by the agency's clock; answers the ticket too, which is kept only as a hash.

    `once` is the mark of the sheet: the same said again on the same sheet is the feedback that is there already.
    """
    about = {"about_unit": unit, "document": document, "is_conduct": is_conduct}
    ticket = _ticket(once, text, dossier_code, contact, *about.values())
    if sent := _sent_already(hash_token(ticket), clock.agency_id):
        return sent, ticket
    one = _new(clock, "form", today(), text, dossier_code, contact, ticket_hash=hash_token(ticket), **about)
    write(one, "complaint.sent", by=clock, private=is_conduct)
    return one, ticket


def assign(
    one: Feedback, *, by: Person, unit: Unit | None, days: int | None = USUAL_DAYS, is_conduct: bool = False
) -> None:
    """It is feedback and ours: a unit answers it within so many working days, and its head is told."""
    if unit is None:
        raise Incomplete(_("Choose the unit that answers."))
    if days is None or not 1 <= days <= MOST_DAYS:
        raise Incomplete(_("Give a term of 1 to %(most)s working days.", most=MOST_DAYS))
    one.is_conduct = is_conduct
    one.unit, one.answer_by = unit, term(days, agency_id=one.agency_id)
    one.reminded_on = one.late_told_on = None
    one.advance("assign", by=by, private=is_conduct)
    _tell_head(one, "feedback_to_answer", by=by)


def pass_on(one: Feedback, *, by: Person, leaving: str, to: str) -> None:
    """It leaves this system; of a legal complaint or a denunciation only that, and the day, stays."""
    if leaving not in LEAVING:
        raise Incomplete(_("Say why it is passed on."))
    if not clean(to).strip():
        raise Incomplete(_("Name the body it is passed on to, by its office and not by a person."))
    one.leaving, one.passed_to = leaving, clean(to).strip()[:200]
    _end(one)
    one.unit = one.answer_by = None
    if leaving in HARD_STOP:
        one.text = one.contact = one.dossier_code = one.answer = ""
        one.about_unit = one.document = one.answered_by = one.answered_on = one.entered_by_id = None
        one.emptied_at = now()
    one.advance("pass_on", by=by, private=one.is_conduct)
    one.is_conduct = one.is_conduct and leaving not in HARD_STOP


def answer(one: Feedback, *, by: Person, text: str) -> None:
    """Answer it, as the head of the unit; the quality team closes it."""
    if not clean(text).strip():
        raise Incomplete(_("Write the answer."))
    one.answer, one.answered_by, one.answered_on = clean(text).strip()[:LONGEST], by, today()
    one.advance("answer", by=by, private=one.is_conduct)
    tell(people_with("citizens.sort"), "feedback_answered", about=one, by=by, code=str(one))


def send_back(one: Feedback, *, by: Person, note: str = "") -> None:
    """The answer does not answer; the reason is told to whoever answers."""
    one.advance("send_back", by=by, note=note, private=one.is_conduct)
    _tell_head(one, "feedback_to_answer", by=by)


def close(
    one: Feedback,
    *,
    by: Person,
    is_founded: bool | None,
    title: str = "",
    existing: Nonconformity | None = None,
) -> None:
    """Close it; one that was well-founded opens a nonconformity, or belongs to one that is open already."""
    if is_founded is None:
        raise Incomplete(_("Say whether it was well-founded."))
    one.is_founded = is_founded
    _end(one)
    one.advance("close", by=by, private=one.is_conduct)
    if is_founded:
        one.nonconformity = existing or _opened(one, by=by, title=title)


def erase_contact(one: Feedback, *, by: Person) -> None:
    """Forget how to reach whoever sent it."""
    one.contact = ""
    write(one, "complaint.contact_erased", by=by, private=one.is_conduct)


def empty(one: Feedback, *, by: Person) -> None:
    """Take out what was said of a person, and the answer to it."""
    one.text = one.answer = one.dossier_code = ""
    one.emptied_at = now()
    write(one, "complaint.emptied", by=by, private=True)


def term(days: int, *, agency_id: int, start: date | None = None) -> date | None:
    """The day so many working days from now; None in a year without a calendar."""
    try:
        return due_in_working_days(start or today(), days=days, agency_id=agency_id)
    except UnknownYear:
        return None


def _ticket(once: str, *said: object) -> str:
    """A code nobody guesses: of a sheet and what was said on it always the same, without a sheet a new one."""
    key: str = current_app.config["SECRET_KEY"]
    told = json.dumps([once or secrets.token_urlsafe(), *(str(getattr(one, "id", one)) for one in said)])
    number = int.from_bytes(hmac.digest(key.encode(), f"feedback:{told}".encode(), "sha256"))
    return "".join(SIGNS[number // len(SIGNS) ** place % len(SIGNS)] for place in range(TICKET_LENGTH))


def _sent_already(mark: str, agency_id: int) -> Feedback | None:
    """Of two presses that come at once the second waits here, and finds what the first has sent."""
    db.session.execute(select(Agency.id).where(Agency.id == agency_id).with_for_update())
    return db.session.scalars(select(Feedback).where(Feedback.ticket_hash == mark)).first()


def _new(
    by: Person, channel: str, received_on: date, text: str, dossier_code: str, contact: str, **about: Any
) -> Feedback:
    words = clean(text).strip()
    if not words:
        raise Incomplete(_("Write what it is about."))
    if len(words) > LONGEST:
        raise Incomplete(_("At most %(n)s characters.", n=LONGEST))
    one = Feedback(
        agency_id=by.agency_id, channel=channel, received_on=received_on, text=words,
        dossier_code=clean(dossier_code).strip()[:80], contact=clean(contact).strip()[:200],
        sort_by=term(SORT_DAYS, agency_id=by.agency_id, start=received_on), promised_days=shown_here().contact_days,
        **numbered(Feedback, by.agency_id), **about,
    )  # fmt: skip
    db.session.add(one)
    return one


def _end(one: Feedback) -> None:
    """The days on which it is forgotten are set now, by the agency's rule and by what the citizen was promised."""
    rules = shown_here()
    one.ended_on = today()
    one.contact_ends_on = today() + timedelta(days=min(one.promised_days, rules.contact_days))
    one.words_end_on = months_after(today(), rules.conduct_months)


def _opened(one: Feedback, *, by: Person, title: str) -> Nonconformity:
    """Of a person's conduct it says nothing; of other feedback a line that the quality team writes."""
    assert one.unit is not None
    usual = _("Feedback of citizens %(code)s was well-founded", code=one)
    revision = one.document.revision_on(one.received_on) if one.document else None
    return open_nonconformity(
        usual if one.is_conduct else clean(title).strip() or usual,
        by=by,
        unit=one.unit,
        source_kind="complaint",
        source_id=one.id,
        source_reference=str(one),
        source_on=one.received_on,
        document_id=one.document_id,
        revision_id=revision.id if revision else None,
        restricted=one.is_conduct,
    )


def _tell_head(one: Feedback, letter: str, *, by: Person) -> None:
    """Whoever answers for the unit is told the number and the day, and no word of what it is about."""
    assert one.unit is not None
    people = heads_for(one.unit.id, today())[:1] or people_with("citizens.sort")
    tell(people, letter, about=one, by=by, code=str(one), until=one.answer_by)


MOVES: dict[str, Any] = {
    "assign": assign,
    "pass_on": pass_on,
    "answer": answer,
    "send_back": send_back,
    "close": close,
}
