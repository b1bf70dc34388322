"""The end of a name: some months after a finding on a person is concluded, nobody can tell from it who it was.

docs/names.md says where a name can stand, what becomes of it there, and what stays and why.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from sqlalchemy import JSON, Select, String, delete, or_, select

from iso_qms.audits.conduct.conduct_rules import conduct_of
from iso_qms.audits.conduct.privacy import RestrictionRequest
from iso_qms.audits.finding.findings import Finding, FindingReading, FindingReply, FindingWording
from iso_qms.audits.finding.opening import nonconformity_of
from iso_qms.audits.flow import CONCLUDED
from iso_qms.audits.phone.phone_acts import PhoneAct
from iso_qms.audits.visit import count_ends
from iso_qms.blobs import Attachment
from iso_qms.clock import now, today
from iso_qms.db import db
from iso_qms.i18n import _, _l, speaking
from iso_qms.improvement.action.awaited import awaited_of
from iso_qms.journal import Journaled, say, write
from iso_qms.organisation.people import Person
from iso_qms.outbox import address_of, forget_letters
from iso_qms.rounds import each_due
from iso_qms.search import index
from iso_qms.text import clean
from iso_qms.workflow import Forbidden, Incomplete, WrongState
from iso_qms.worktime import months_after

say(
    {
        "finding.name_ended": _l("took the name out, because its time had ended"),
        "finding.name_held": _l("held the name beyond its time"),
        "finding.name_released": _l("released the name"),
        "attachment.name_ended": _l("removed a file together with the name"),
    }
)
CALLED = ("ông", "bà", "anh", "chị", "cô", "chú", "bác", "em", "đồng chí", "đ/c")
"""Before one of these a given name alone means a person; elsewhere it may be any word."""
SHORTEST_ACCOUNT = 5
"""A shorter name of an account may be any word."""


def without(text: str, names: Iterable[str], alias: str) -> str:
    """A text with another word for each name, however it is spaced, marked or capitalised."""
    text = unicodedata.normalize("NFC", text)
    for name in filter(None, (one.strip() for one in names)):
        text = _replaced(text, _plain(name), alias)
    return text


def without_person(text: str, person: Person, alias: str) -> str:
    """A text without somebody's name, the last words of it, the given name after a form of address, and the account."""
    words, account = person.name.split(), person.login or ""
    text = without(text, [person.name, account if len(account) >= SHORTEST_ACCOUNT else ""], alias)
    if len(words) > 2:
        text = _replaced(text, f"(?P<name>{_plain(' '.join(words[-2:]))})", alias)
    called = "|".join(_plain(one) for one in CALLED)
    return _replaced(text, rf"(?:{called})\s+(?P<name>{_plain(words[-1])})", alias)


def let_names_end(finding: Finding, *, withdrawn: bool = False) -> None:
    """Count from today until the name ends, by the agency's rule; what was withdrawn ends sooner."""
    if finding.person is not None or finding.person_id is not None:
        rules = conduct_of(finding.agency_id)
        months = rules.withdrawn_months if withdrawn else rules.retention_months
        finding.names_end_on = months_after(today(), months)


def walk() -> int:
    """Take out each name whose time has ended, unless it is held; walked twice it does nothing twice."""
    return each_due("names", _to_end, end_name) + count_ends.walk()


def end_name(finding: Finding, clock: Person) -> None:
    """Take the name out of the finding and of all that hangs on it; there is no way back."""
    person = finding.person
    assert person is not None, "only what names somebody is due"
    with speaking("vi"):
        alias = _("the person of %(code)s", code=finding.code)
    replies = list(db.session.scalars(select(FindingReply).where(FindingReply.finding_id == finding.id)))
    requests = list(db.session.scalars(select(RestrictionRequest).where(RestrictionRequest.finding_id == finding.id)))
    things = [finding, *replies, *requests, *_nonconformity_from(finding)]
    cleared = [thing for thing in things if _clear(thing, person, alias)]
    for thing in {one.journal_root() for one in cleared if isinstance(one, Journaled)} - {finding}:
        write(thing, "finding.name_ended", by=clock, private=True)
    for check in count_ends.checks_to_end(finding):
        count_ends.end_names_in(check, clock)
    finding.person, finding.sighting_id, finding.nameless_at = None, None, now()
    write(finding, "finding.name_ended", by=clock, private=True)
    db.session.flush()
    _drop_papers(finding, replies, clock)
    for kept in (FindingWording, FindingReading):
        db.session.execute(delete(kept).where(kept.finding_id == finding.id))
    _clear_captions(finding, person, alias)
    telling = finding.code, address_of(finding)
    forget_letters(finding.journal_kind, [finding.id], agency_id=finding.agency_id, telling=telling)
    index(finding, title=finding.code, code=finding.code)


def names_that_wait() -> Select[Finding]:
    """The concluded findings whose name still stands and has a day on which it ends."""
    return select(Finding).where(
        Finding.person_id.is_not(None),
        Finding.nameless_at.is_(None),
        Finding.state.in_(CONCLUDED),
        Finding.names_end_on.is_not(None),
    )


def hold(finding: Finding, *, by: Person, reason: str) -> None:
    """Keep the name beyond its time, because a law or a proceeding asks it."""
    _demand(finding, by, reason)
    finding.hold_reason = clean(reason).strip()
    write(finding, "finding.name_held", by=by, private=True)


def release(finding: Finding, *, by: Person, reason: str) -> None:
    """Let the time of the name run out again."""
    _demand(finding, by, reason)
    finding.hold_reason = ""
    write(finding, "finding.name_released", by=by, reason=reason, private=True)


def _demand(finding: Finding, by: Person, reason: str) -> None:
    if not by.may("audits.plan"):
        raise Forbidden(_("Quality control decides how long a name is kept."))
    if finding.nameless_at is not None or finding.person_id is None:
        raise WrongState(_("%(finding)s names nobody.", finding=finding.code))
    if not clean(reason).strip():
        raise Incomplete(_("Give a reason: it stands in the history."))


def _to_end() -> Select[Finding]:
    return names_that_wait().where(Finding.names_end_on <= today(), Finding.hold_reason == "")


def _clear(thing: Any, person: Person, alias: str) -> bool:
    """Clear every column of words and every reference to the person; whether there was anything."""
    changed: dict[str, Any] = {}
    if isinstance(thing, FindingReply) and thing.person_id == person.id:
        changed |= {"person_id": None, "name": alias, "post": ""}
    if isinstance(thing, RestrictionRequest) and thing.asked_by_id == person.id:
        changed |= {"asked_by_id": None}
    for column in type(thing).__table__.columns:
        if isinstance(column.type, (String, JSON)):
            words = getattr(thing, column.key)
            cleared = _cleared(words, person, alias)
            changed |= {column.key: cleared} if cleared != words else {}
    for name, value in changed.items():
        setattr(thing, name, value)
    return bool(changed)


def _cleared(said: Any, person: Person, alias: str) -> Any:
    if isinstance(said, str):
        return without_person(said, person, alias)
    if isinstance(said, list):
        return [_cleared(one, person, alias) for one in said]
    return {name: _cleared(one, person, alias) for name, one in said.items()} if isinstance(said, dict) else said


def _nonconformity_from(finding: Finding) -> list[Any]:
    """What was opened from it: its parts first, so that what is written on the whole tells of them too."""
    found = nonconformity_of(finding)
    if found is None or not found.restricted:
        return []
    parts = [[*one.extensions, *one.follow_ups, *awaited_of(one), one] for one in found.actions]
    causes = [part for cause in found.analyses for part in (*cause.further, cause)]
    return [*causes, *(one for each in parts for one in each), found]


def _clear_captions(finding: Finding, person: Person, alias: str) -> None:
    """What a phone called the photographs of that visit."""
    query = select(PhoneAct).where(PhoneAct.inspection_id == finding.inspection_id, PhoneAct.kind == "photo")
    for act in db.session.scalars(query):
        act.payload = _cleared(act.payload, person, alias)


def _drop_papers(finding: Finding, replies: Iterable[FindingReply], clock: Person) -> None:
    of_replies = [one.id for one in replies]
    query = select(Attachment).where(
        or_(
            (Attachment.kind == finding.journal_kind) & (Attachment.thing_id == finding.id),
            (Attachment.kind == FindingReply.journal_kind) & Attachment.thing_id.in_(of_replies),
        )
    )
    for one in db.session.scalars(query).all():
        write(one, "attachment.name_ended", by=clock, private=True)
        db.session.delete(one)


def _plain(name: str) -> str:
    return r"\s+".join(re.escape(part) for part in _bare(name).split())


def _replaced(text: str, plain: str, alias: str) -> str:
    """The text with another word where its bare letters match; of a given name, only one that is written large."""
    pattern = re.compile(rf"(?<!\w){plain}(?!\w)")
    by_name = "name" in pattern.groupindex
    spans = [found.span("name" if by_name else 0) for found in pattern.finditer(_bare(text))]
    for start, end in reversed(spans):
        if not by_name or text[start].isupper():
            text = text[:start] + alias + text[end:]
    return text


def _bare(text: str) -> str:
    # Letter by letter, so that a place found here is the same place in the text itself.
    return "".join(_bare_letter(letter) for letter in unicodedata.normalize("NFC", text))


def _bare_letter(letter: str) -> str:
    return "d" if letter in "đĐ" else (unicodedata.normalize("NFD", letter)[0].lower() or letter)[0]
