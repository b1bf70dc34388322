"""What is done with the legal register: a text entered, corrected, replaced; and what that asks of documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from iso_qms import search
from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents.citations import name_key, number_key
from iso_qms.documents.models import OPEN_REQUESTS, BlockVersion, ChangeRequest, Document, Posting
from iso_qms.documents.posted import posted_texts
from iso_qms.documents.posted.posting import wording_of
from iso_qms.documents.request.change_requests import About, follow, fulfil, request_once, requests_from, withdraw
from iso_qms.i18n import _, _l
from iso_qms.journal import say, write
from iso_qms.laws.citing import citing_now, link_anew, names, read_drafts, wordings_citing
from iso_qms.laws.models import CHANGES, KINDS, LegalChange, LegalCitation, LegalText, rules_of
from iso_qms.organisation.operations import clock_of
from iso_qms.organisation.people import Person
from iso_qms.registry import Wording
from iso_qms.rounds import each_due
from iso_qms.text import clean, fold
from iso_qms.workflow import Forbidden, Incomplete, Refused
from iso_qms.worktime import months_after

MOST_MONTHS = 24
NAMED = ("Luật", "Bộ luật", "Pháp lệnh", "Hiến pháp")
"""Kinds that are cited by their names alone, too."""

say(
    {
        "legal_text.entered": _l("entered the legal text"),
        "legal_text.changed": _l("corrected the legal text"),
        "legal_change.entered": _l("wrote down what changes it"),
        "legal_change.taken_back": _l("took back what was said to change it"),
        "legal_rules.changed": _l("changed the rules of the legal register"),
    }
)


def enter_text(
    kind: str, *, by: Person, number: str, issuer: str, issued_on: date, title: str, **more: Any
) -> LegalText:
    """Enter a legal text; documents that cite it are linked at once.

    `more`: effect_from, effect_to, note, keeper_unit_id.
    """
    _demand_keeper(by)
    text = LegalText(agency_id=by.agency_id)
    _fill(text, kind=kind, number=number, issuer=issuer, issued_on=issued_on, title=title, **more)
    db.session.add(text)
    write(text, "legal_text.entered", by=by)
    _let_find(text)
    return text


def change_text(text: LegalText, *, by: Person, **values: Any) -> None:
    """Correct what the register says of a text; the old words stand in the history."""
    _demand_keeper(by)
    _fill(text, **values)
    write(text, "legal_text.changed", by=by)
    _let_find(text)


def change_law(older: LegalText, newer: LegalText, *, by: Person, kind: str, on: date) -> tuple[LegalChange, int]:
    """Write down that one text replaces or amends another from a day on.

    Every document, form and question that cites the old one, in force or in a draft, is asked to change within the
    agency's months; answers how many were asked now. Said again, it asks only those that were not asked before.
    """
    _demand_keeper(by)
    if kind not in CHANGES:
        raise Incomplete(_("Say whether it is replaced or amended."))
    if older.id == newer.id:
        raise Incomplete(_("A text is not changed by itself."))
    same = LegalChange.older_id == older.id, LegalChange.newer_id == newer.id, LegalChange.kind == kind
    change = db.session.scalars(select(LegalChange).where(*same)).first()
    if change is None:
        due = months_after(on, rules_of(by.agency_id).months)
        change = LegalChange(
            agency_id=by.agency_id, older=older, newer=newer, kind=kind, on=on, due_on=due, entered_on=today()
        )
        db.session.add(change)
        write(change, "legal_change.entered", by=by)
    elif change.on != on:
        raise Refused(
            _("This stands in the register already, from %(day)s. Take it back first.", day=f"{change.on:%d/%m/%Y}")
        )
    return change, ask_documents(change, by=by)


def ask_documents(change: LegalChange, *, by: Person) -> int:
    """Ask all that cites the changed text now, and was not asked before, to follow; answers how many were asked.

    A document is asked once, each form within it that cites the text itself once, and so is every question or page.
    """
    read_drafts()
    asked = 0
    for (document, form), raws in _citing(change.older).items():
        cause = f"legal_change:{change.id}:{document.id}" + (f":{form.block_id}" if form else "")
        asked += _ask(change, cause, document, form, _wish(change, raws), by)
    return asked + sum(_ask_wording(change, one, by) for one in wordings_citing(change.older))


def read_posted_round() -> int:
    """Files of postings that nobody has read are read; one that names a text changed meanwhile is asked to follow."""
    return each_due("posted", posted_texts.unread, _read_posted, prepare=posted_texts.words_unread)


def _read_posted(posting: Posting, clock: Person, words: Mapping[int, str | None]) -> None:
    posted_texts.take_in_late(posting, words)
    said = wording_of(posting)
    for change in db.session.scalars(select(LegalChange).order_by(LegalChange.id)).all():
        if names(change.older, said.text):
            _ask_wording(change, said, clock)


def cause_of(change: LegalChange, wording: Wording) -> str:
    """By which a change asks a wording only once, whatever version it stands in."""
    return f"legal_change:{change.id}:{wording.kind}:{wording.key}"


def settle_reworded(requests: Iterable[ChangeRequest], wording: Wording | None, *, by: Person) -> int:
    """After words were changed or are gone: a request about a text they still name goes along, the others are done.

    Answers how many are done.
    """
    done = 0
    for request in requests:
        change = db.session.get(LegalChange, request.source_id) if request.source_kind == "legal_change" else None
        if change is not None and wording is not None and names(change.older, wording.text):
            follow(request, by=by, thing_id=wording.thing_id, title=wording.title, cause=cause_of(change, wording))
        else:
            fulfil(request, by=clock_of(by.agency_id))
            done += 1
    return done


def _ask_wording(change: LegalChange, one: Wording, by: Person) -> bool:
    about = About(one.kind, one.thing_id, one.code, one.title)
    return _ask(change, cause_of(change, one), None, about, _wish(change, []), by)


def _ask(
    change: LegalChange, cause: str, document: Document | None, about: About | None, what: str, by: Person
) -> bool:
    rules = rules_of(by.agency_id)
    why = _("Within %(n)s months, by %(basis)s.", n=rules.months, basis=rules.basis)
    source = ("legal_change", change.id)
    made = request_once(cause, document, by=by, what=what, why=why, due_on=change.due_on, source=source, about=about)
    return made is not None


def take_back(change: LegalChange, *, by: Person) -> int:
    """Take back what was said to change a text: it was entered wrongly. Requests still open end; answers how many."""
    _demand_keeper(by)
    asked = requests_from("legal_change", change.id)
    if any(one.state == "done" for one in asked):
        raise Refused(_("A document has been changed because of this already. Enter what holds now beside it."))
    still = [one for one in asked if one.state in OPEN_REQUESTS]
    clock = clock_of(by.agency_id)
    if any(one.asked_by_id not in (by.id, clock.id) for one in still):
        raise Forbidden(_("Whoever entered it takes it back; the requests are theirs."))
    for one in still:
        asker = by if one.asked_by_id == by.id else clock
        withdraw(one, by=asker, note=_("It was entered in the legal register by mistake."))
    for one in asked:
        _forget_cause(one, by=by)
    write(change, "legal_change.taken_back", by=by)
    db.session.delete(change)
    db.session.flush()
    return len(still)


def set_rules(*, by: Person, months: int, basis: str) -> None:
    """Set in how many months changes of the law are carried into documents, and what that rests on."""
    _demand_keeper(by)
    if not 1 <= months <= MOST_MONTHS:
        raise Incomplete(_("Between 1 and %(n)s months.", n=MOST_MONTHS))
    rules = rules_of(by.agency_id)
    rules.months, rules.basis = months, clean(basis).strip()
    db.session.add(rules)
    write(rules, "legal_rules.changed", by=by)


def _fill(text: LegalText, *, kind: str, number: str, issuer: str, issued_on: date, title: str, **more: Any) -> None:
    if kind not in KINDS:
        raise Incomplete(_("Choose a kind of legal text."))
    text.kind, text.number, text.issuer = kind, " ".join(clean(number).split()), " ".join(clean(issuer).split())
    text.title, text.issued_on = " ".join(clean(title).split()), issued_on
    if not (text.number and text.issuer and text.title):
        raise Incomplete(_("A legal text has a number, an issuer and a title."))
    for name in ("effect_from", "effect_to", "note", "keeper_unit_id"):
        if name in more:
            setattr(text, name, more[name])
    if text.effect_from and text.effect_to and text.effect_to <= text.effect_from:
        raise Incomplete(_("It ends after it begins."))
    text.number_key, text.issuer_key = number_key(text.number), fold(text.issuer)
    text.name_key = name_key(text.title) if kind in NAMED else ""
    text.folded = fold(f"{text.label} {text.number_key} {text.issuer} {text.title}")[:2000]
    _demand_new(text)


def _demand_new(text: LegalText) -> None:
    with db.session.no_autoflush:
        same = select(LegalText).where(
            LegalText.kind == text.kind,
            LegalText.number_key == text.number_key,
            LegalText.issuer_key == text.issuer_key,
            LegalText.issued_on == text.issued_on,
            LegalText.agency_id == text.agency_id,
        )
        other = db.session.scalars(same).first()
    if other is not None and other is not text:
        raise Refused(_("%(law)s of that day and issuer stands in the register already.", law=other.label))


def _let_find(text: LegalText) -> None:
    search.index(text, title=f"{text.label} {text.title}", code=text.number)
    link_anew(text)


def _demand_keeper(by: Person) -> None:
    if not by.may("laws.keep"):
        raise Forbidden(_("The quality team keeps the legal register."))


def _citing(text: LegalText) -> dict[tuple[Document, About | None], list[LegalCitation]]:
    """The citations of a text by what cites it: a document, or a form within it that names the text itself."""
    rows = db.session.scalars(citing_now(text)).unique().all()
    forms, found = _forms(rows), dict[tuple[Document, About | None], list[LegalCitation]]()
    for one in rows:
        found.setdefault((one.document, forms.get(one.block_id)), []).append(one)
    return found


def _forms(rows: Sequence[LegalCitation]) -> dict[int, About]:
    """Which of the blocks that cite are forms, as they are called now."""
    query = select(BlockVersion).where(
        BlockVersion.kind == "form",
        BlockVersion.block_id.in_({one.block_id for one in rows}),
        BlockVersion.revision_id.in_({one.revision_id for one in rows}),
    )
    codes = {one.block_id: one.document.code for one in rows}
    return {
        one.block_id: About(
            "form", None, one.content.get("code") or codes[one.block_id], one.content["title"], one.block_id
        )
        for one in db.session.scalars(query.order_by(BlockVersion.id))
    }


def _wish(change: LegalChange, cited: list[LegalCitation]) -> str:
    values = {"older": change.older.label, "newer": change.newer.label, "day": f"{change.on:%d/%m/%Y}"}
    head = (
        _("%(older)s is replaced by %(newer)s from %(day)s.", **values)
        if change.kind == "replaces"
        else _("%(older)s is amended by %(newer)s from %(day)s.", **values)
    )
    places = ", ".join(dict.fromkeys(one.place for one in cited if one.place))
    return f"{head} {_('Cited in: %(places)s.', places=places)}" if places else head


def _forget_cause(request: ChangeRequest, *, by: Person) -> None:
    # The same change, entered rightly, must be able to ask again.
    request.cause = None
    write(request, "change_request.reworded", by=by)
