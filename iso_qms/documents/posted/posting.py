"""Recording where documents are posted, bringing a posting up to date, and taking one down."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from hashlib import sha256
from typing import Any

from flask import g, url_for
from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from iso_qms.blobs import attach
from iso_qms.clock import as_local, today
from iso_qms.db import db
from iso_qms.documents.models import MEDIA, OPEN_REQUESTS, ChangeRequest, Document, Posting, Revision, suspended_on
from iso_qms.documents.models.postings import PostingRules, posting_days, posting_rules_row
from iso_qms.documents.posted import posted_texts
from iso_qms.i18n import _, _l
from iso_qms.journal import say, write
from iso_qms.organisation.heads import answered_units
from iso_qms.organisation.people import Person
from iso_qms.organisation.units import Unit
from iso_qms.organisation.working_days import due_in_working_days
from iso_qms.registry import Awaiting, Wording, registry
from iso_qms.text import clean
from iso_qms.workflow import Forbidden, Incomplete, WrongState
from iso_qms.worktime import UnknownYear

KEEP = "documents.keep_postings"
MOST_DAYS = 60

say(
    {
        "posting.posted": _l("recorded where it is posted"),
        "posting.renewed": _l("posted the issue in force"),
        "posting.taken_down": _l("took the posting down"),
        "posting_rules.changed": _l("changed the days for postings"),
    }
)


def post(
    document: Document, *, by: Person, unit: Unit, medium: str, place: str, posted_on: date, cites: str = "",
    files: Iterable[Any] = (),
) -> Posting:  # fmt: skip
    """Record that the issue in force is posted somewhere; `files` show it there."""
    if medium not in MEDIA or not place.strip():
        raise Incomplete(_("Say where it is posted."))
    posting = Posting(agency_id=document.agency_id, document=document, unit=unit, unit_id=unit.id, medium=medium)
    _demand_may(posting, by)
    posting.place = clean(place).strip()[:500]
    _demand_new(posting)
    _let_hang(posting, by=by, posted_on=posted_on, cites=cites)
    db.session.add(posting)
    write(posting, "posting.posted", by=by)
    posted_texts.take_in(posting, attach(posting, files, by=by))
    return posting


def renew(posting: Posting, *, by: Person, posted_on: date, cites: str = "", files: Iterable[Any] = ()) -> None:
    """Record that the issue in force hangs there now."""
    _demand_may(posting, by)
    _demand_up(posting)
    before = _words_of(posting)
    _let_hang(posting, by=by, posted_on=posted_on, cites=cites)
    write(posting, "posting.renewed", by=by)
    posted_texts.take_in(posting, attach(posting, files, by=by))
    if _words_of(posting) != before:
        _settle_requests(posting, by=by)


def take_down(posting: Posting, *, by: Person, ended_on: date, files: Iterable[Any] = ()) -> None:
    """Record that it hangs there no more."""
    _demand_may(posting, by)
    _demand_up(posting)
    if ended_on > today() or ended_on < posting.posted_on:
        raise Incomplete(_("It was taken down on a day between its posting and today."))
    posting.ended_on = ended_on
    write(posting, "posting.taken_down", by=by)
    attach(posting, files, by=by)
    _settle_requests(posting, by=by)


def set_days(days: int, *, by: Person) -> None:
    """Set in how many working days postings are brought up to date."""
    if not by.may(KEEP):
        raise Forbidden(_("The quality team sets the days for postings."))
    if not 1 <= days <= MOST_DAYS:
        raise Incomplete(_("Between 1 and %(n)s working days.", n=MOST_DAYS))
    rules = posting_rules_row() or PostingRules(agency_id=by.agency_id)
    rules.days = days
    db.session.add(rules)
    write(rules, "posting_rules.changed", by=by)


def outdated(day: date) -> Select[Posting]:
    """The postings that show what is not worked by any more, the oldest first."""
    over = or_(Revision.valid_to <= day, Revision.id.in_(suspended_on(day)))
    query = select(Posting).join(Revision, Revision.id == Posting.revision_id)
    query = query.options(joinedload(Posting.revision).joinedload(Revision.suspensions))
    return query.where(Posting.ended_on.is_(None), over).order_by(Revision.valid_to, Posting.id)


def due_of(posting: Posting, day: date) -> date | None:
    """Until when a posting is to be brought up to date; None while it is, or where no calendar says."""
    since = posting.outdated_since(day)
    if since is None:
        return None
    try:
        return due_in_working_days(since, days=posting_days(), agency_id=posting.agency_id)
    except UnknownYear:
        return None


def outdated_for(person: Person, day: date) -> Select[Any] | None:
    """The outdated postings that may await a person: of the units one answers for, for the quality team all."""
    units = answered_units(person, day)
    if person.may(KEEP):
        return outdated(day).order_by(None)
    return outdated(day).where(Posting.unit_id.in_(units)).order_by(None) if units else None


def row_for(posting: Posting, person: Person, day: date) -> Awaiting | None:
    """The row of an outdated posting: for whoever answers for its unit, and once it is overdue for the quality team."""
    due, mine = due_of(posting, day), posting.unit_id in answered_units(person, day)
    late = bool(due and due < day)
    return _row(posting, due, late, mine=mine) if mine or late else None


def wordings() -> Iterator[Wording]:
    """The postings with words of their own, for the legal register."""
    read = posted_texts.named_in_files()
    named = or_(Posting.cites != "", Posting.id.in_(read))
    for one in db.session.scalars(select(Posting).where(Posting.ended_on.is_(None), named)).unique():
        yield _wording(one, read.get(one.id, ""))


def wording_of(posting: Posting) -> Wording:
    """What one posting says by its record and by its files."""
    return _wording(posting, _words_of(posting)[1])


def _wording(posting: Posting, read: str) -> Wording:
    text = "\n".join(filter(None, [posting.cites, read]))
    key = sha256(f"{posting.id}\n{text}".encode()).hexdigest()[:20]
    code = posting.document.code
    return Wording(kind="posting", thing_id=posting.id, key=key, code=code, title=str(posting), text=text)


def _row(posting: Posting, due: date | None, late: bool, *, mine: bool) -> Awaiting:
    why = (
        _("Because you answer for %(unit)s.", unit=posting.unit.name)
        if mine
        else _("Because you belong to the quality team.")
    )
    return Awaiting(
        due_on=due,
        kind="posting",
        code=posting.document.code,
        what=_("Bring a posting up to date: %(posting)s", posting=posting),
        why=why,
        action=_("Post the new one or take it down"),
        url=url_for("documents.posting", agency=g.agency.slug, posting=posting.id),
        late=late,
    )


def _let_hang(posting: Posting, *, by: Person, posted_on: date, cites: str) -> None:
    with db.session.no_autoflush:
        revision = posting.document.revision_on(today())
    if revision is None:
        raise WrongState(_("%(code)s is not in force today, so it cannot be posted.", code=posting.document.code))
    if posted_on > today():
        raise Incomplete(_("It cannot have been posted on a day to come."))
    known_from = as_local(revision.approval.at).date() if revision.approval else revision.valid_from
    if known_from is not None and posted_on < known_from:
        raise Incomplete(
            _("%(revision)s was approved on %(day)s; it cannot have hung there before.",
              revision=revision.named, day=f"{known_from:%d/%m/%Y}")
        )  # fmt: skip
    posting.revision, posting.revision_id = revision, revision.id
    posting.posted_on, posting.posted_by, posting.cites = posted_on, by, clean(cites).strip()


def _demand_may(posting: Posting, by: Person) -> None:
    if not by.may("documents.post", posting):
        raise Forbidden(_("Whoever answers for %(unit)s records its postings.", unit=posting.unit.name))


def _demand_new(posting: Posting) -> None:
    """A place is recorded once, also when the button is pressed twice: the second press waits for the first."""
    with db.session.no_autoflush:
        db.session.execute(select(Document.id).where(Document.id == posting.document.id).with_for_update())
        same = Posting.document_id == posting.document.id, Posting.unit_id == posting.unit_id
        here = Posting.medium == posting.medium, Posting.place == posting.place, Posting.ended_on.is_(None)
        known = db.session.scalar(select(Posting.id).where(*same, *here))
    if known is not None:
        raise WrongState(_("%(posting)s is recorded already. Open it to say what hangs there now.", posting=posting))


def _demand_up(posting: Posting) -> None:
    if posting.ended_on is not None:
        raise WrongState(_("It has been taken down already."))


def _words_of(posting: Posting) -> tuple[str, str]:
    """What it names by its record and by its files."""
    return posting.cites, posted_texts.named_in_files(posting).get(posting.id, "")


def _settle_requests(posting: Posting, *, by: Person) -> None:
    """What a changed law asked of words that hang there no more is done; what still names it goes on being asked."""
    query = select(ChangeRequest).where(
        ChangeRequest.thing_kind == "posting",
        ChangeRequest.thing_id == posting.id,
        ChangeRequest.state.in_(OPEN_REQUESTS),
    )
    requests = db.session.scalars(query).unique().all()
    wording = wording_of(posting) if posting.ended_on is None else None
    for settle in registry.reworded:
        settle(requests, wording, by=by)
