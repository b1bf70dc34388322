"""What can be done with a nonconformity: open, correct on the spot, give the cause, dismiss, close, reopen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from iso_qms.blobs import attach
from iso_qms.clock import now, today
from iso_qms.db import db
from iso_qms.i18n import _, _l
from iso_qms.improvement.cause.causes import Branch
from iso_qms.improvement.cause.coming_back import tell_of_recurrence
from iso_qms.improvement.cause.giving_causes import checked_branches, checked_cause, set_branches
from iso_qms.improvement.models import GRADES, CauseAnalysis, Nonconformity, readers_among
from iso_qms.journal import say, write
from iso_qms.organisation.heads import heads_for
from iso_qms.organisation.numbering import numbered
from iso_qms.organisation.operations import clock_of
from iso_qms.organisation.people import Person
from iso_qms.organisation.rights import people_with
from iso_qms.organisation.units import Unit
from iso_qms.organisation.working_days import calendar_of
from iso_qms.outbox import tell
from iso_qms.registry import registry
from iso_qms.search import index
from iso_qms.text import clean
from iso_qms.workflow import Forbidden, Incomplete, WrongState
from iso_qms.worktime import add_working_days

ANALYSE_DAYS = 5
"""Working days a unit has to give the cause, where nothing else is said."""

WRITTEN = ("grade", "description", "criterion", "found_on", "source_reference", "source_on")
"""What somebody writes of a nonconformity beside its title."""

TOP = 1
"""The highest level there is: leadership."""

say(
    {
        "nonconformity.opened": _l("opened the nonconformity"),
        "nonconformity.changed": _l("changed what is written about it"),
        "nonconformity.source_changed": _l("learned that what it comes from says something else now"),
        "nonconformity.corrected": _l("corrected it on the spot"),
        "nonconformity.plan_wanted": _l("set the day of another plan: nothing is done against the cause any more"),
    }
)


def open_nonconformity(
    title: str, *, by: Person, unit: Unit, source_kind: str = "own", restricted: bool = False, **values: Any
) -> Nonconformity:
    """Write down that something does not meet a requirement, and tell whoever answers for the unit.

    A restricted one (conduct of a person) carries a title without a name; only the quality team, the head and those who
    act see it. `values`: what is written (`WRITTEN`), and the thing it comes from (source_id, document_id,
    revision_id): together with `source_kind` it is how a room above refers to the thing.
    """
    _demand_openable(by, unit, source_kind)
    written = {name: values.pop(name) for name in WRITTEN if name in values}
    one = Nonconformity(
        agency_id=by.agency_id,
        unit=unit,
        source_kind=source_kind,
        restricted=restricted,
        opened_at=now(),
        opened_by=by,
        analyse_by=_answer_day(by.agency_id),
        **numbered(Nonconformity, by.agency_id),
        **_words(title, **written),
        **values,
    )
    db.session.add(one)
    write(one, "nonconformity.opened", by=by, private=restricted)
    _let_find(one)
    _tell_unit(one, "nonconformity_opened", by=by)
    _begin_report(one)
    return one


def change(
    one: Nonconformity,
    *,
    by: Person,
    title: str,
    unit: Unit | None = None,
    source_kind: str = "",
    restricted: bool | None = None,
    **written: Any,
) -> None:
    """Correct what is written about a nonconformity (grade, description, criterion, found_on), its unit or its readers.

    The old words stand in the history. In another unit, whoever answers for that one is told.
    """
    _demand(one, by, "improvement.open")
    where, comes = unit or one.unit, source_kind or one.source_kind
    moves = where.id != one.unit_id
    _demand_openable(by, where, comes)
    for name, value in _words(title, **written).items():
        setattr(one, name, value)
    one.unit, one.source_kind = where, comes
    one.restricted = one.restricted if restricted is None else restricted
    write(one, "nonconformity.changed", by=by, private=one.restricted)
    _let_find(one)
    if moves:
        _tell_unit(one, "nonconformity_opened", by=by)
    _begin_report(one)


def correct(one: Nonconformity, *, by: Person, text: str, done_on: date) -> None:
    """Write down the correction: what put the case itself right at once. The cause is another matter (10.2.1)."""
    _demand(one, by, "improvement.analyse")
    if not clean(text).strip():
        raise Incomplete(_("Say what was put right."))
    if done_on > today():
        raise Incomplete(_("A correction is written down once it is done: choose today or an earlier day."))
    one.correction, one.corrected_on = clean(text).strip(), done_on
    write(one, "nonconformity.corrected", by=by, private=one.restricted)


def analyse(
    one: Nonconformity,
    *,
    by: Person,
    whys: Sequence[str] = (),
    statement: str = "",
    elsewhere: str = "",
    class_key: str = "",
    further: Sequence[Branch] = (),
    note: str = "",
) -> CauseAnalysis:
    """Give the cause, from why to why, and further causes beside it; refused where a chain blames a person only."""
    words, others = checked_cause(whys, statement, elsewhere, class_key), checked_branches(further)
    one.advance("analyse", by=by, note=note, private=one.restricted)
    cause = CauseAnalysis(
        agency_id=one.agency_id,
        nonconformity=one,
        round=one.reopened,
        given_by=by,
        given_on=today(),
        **words,
    )
    set_branches(cause, others)
    db.session.add(cause)
    db.session.flush()
    tell_of_recurrence(one, by=by)
    return cause


def dismiss(one: Nonconformity, *, by: Person, note: str = "") -> None:
    """End it without corrective action, with the reason."""
    if any(not action.status.final for action in one.actions):
        raise WrongState(_("An action is still planned here. Drop it first."))
    if reason := one.why_not_yet(one.workflow.move("dismiss")):
        raise WrongState(reason)
    one.ended_on = today()
    one.advance("dismiss", by=by, note=note, private=one.restricted)


def close(one: Nonconformity, *, by: Person, note: str = "") -> None:
    """End it, once every action has ended and one has proved effective."""
    if reason := one.why_not_yet(one.workflow.move("close")):
        raise WrongState(reason)
    one.ended_on = today()
    one.advance("close", by=by, note=note, private=one.restricted)


def reopen(one: Nonconformity, *, by: Person, note: str = "") -> None:
    """Open it again one level higher: what was done did not work, or it happened once more."""
    one.reopened, one.level, one.ended_on = one.reopened + 1, min(one.level + 1, TOP), None
    one.analyse_by = _answer_day(one.agency_id)
    one.advance("reopen", by=by, note=note, private=one.restricted)
    _tell_unit(one, "nonconformity_reopened", by=by, reason=note)


def add_papers(thing: Any, files: Iterable[Any], *, by: Person) -> None:
    """Keep the papers of an act: those on an extension with its action, those on a correction with what it corrects."""
    whose = thing.nonconformity if thing.journal_kind == "correction" else getattr(thing, "action", thing)
    attach(whose, files, by=by, private=getattr(whose, "nonconformity", whose).restricted)


def tell_of_source(one: Nonconformity, words: str, *, by: Person, aloud: bool) -> None:
    """Note what the thing it comes from says by now; aloud, whoever acts and whoever may dismiss it get a letter.

    Nothing follows by itself: whether it goes on is for people to decide.
    """
    write(one, "nonconformity.source_changed", by=by, private=one.restricted, reason=words)
    if aloud and not one.status.final:
        also = people_with("improvement.accept", unit_id=one.unit_id)
        _tell_unit(one, "nonconformity_source_changed", by=by, also=also, words="" if one.restricted else words)


def begin(one: Nonconformity) -> None:
    """With the first accepted plan it is being acted on; this follows by itself."""
    if one.state == "analysed":
        one.advance("begin", by=clock_of(one.agency_id), private=one.restricted)


def settle(one: Nonconformity, *, by: Person) -> None:
    """With the last action that proved effective it is closed; this follows by itself."""
    if one.state == "acting" and one.why_not_yet(one.workflow.move("close")) is None:
        close(one, by=by if by.may("improvement.verify", one) else clock_of(one.agency_id))


def want_plan(one: Nonconformity, *, by: Person) -> None:
    """Nothing is done against its cause any more and nothing has worked: another plan is due, in the usual time."""
    if one.state not in ("analysed", "acting") or any(not action.status.final for action in one.actions):
        return
    one.analyse_by = _answer_day(one.agency_id)
    write(one, "nonconformity.plan_wanted", by=by, private=one.restricted)


MOVES = {"analyse": analyse, "begin": begin, "close": close, "dismiss": dismiss, "reopen": reopen}


def _demand_openable(by: Person, unit: Unit, source_kind: str) -> None:
    if not by.may("improvement.open", unit):
        raise Forbidden(_("You may not open nonconformities for %(unit)s. The quality team can.", unit=unit.name))
    if source_kind not in registry.sources:
        raise Incomplete(_("Say where the nonconformity comes from."))


def _begin_report(one: Nonconformity) -> None:
    """What an external inspection found is reported on within two months of its minutes (Circular 26/2014, 37)."""
    if one.source_kind == "external_inspection":
        from iso_qms.improvement.obligation.obligation_acts import begin_by_inspection

        begin_by_inspection(one.source_on, one.source_reference, by=clock_of(one.agency_id))


def _words(
    title: str,
    *,
    grade: str = "minor",
    description: str = "",
    criterion: str = "",
    found_on: date | None = None,
    source_reference: str = "",
    source_on: date | None = None,
) -> dict[str, Any]:
    noticed = found_on or today()
    if not clean(title).strip():
        raise Incomplete(_("Say in one line what does not meet the requirement."))
    if grade not in GRADES:
        raise Incomplete(_("Choose a grade."))
    if noticed > today():
        raise Incomplete(_("It cannot have been found in the future: choose today or an earlier day."))
    if source_on and source_on > today():
        raise Incomplete(_("What it comes from cannot be of the future: choose today or an earlier day."))
    return {
        "source_reference": clean(source_reference).strip()[:200],
        "source_on": source_on,
        "title": clean(title).strip(),
        "grade": grade,
        "description": clean(description).strip(),
        "criterion": clean(criterion).strip(),
        "found_on": noticed,
    }


def _answer_day(agency_id: int) -> date:
    return add_working_days(today(), days=ANALYSE_DAYS, calendar=calendar_of(agency_id))


def _demand(one: Nonconformity, by: Person, right: str) -> None:
    if not by.may(right, one):
        raise Forbidden(_("The head of %(unit)s or the quality team can do this.", unit=one.unit.name))
    if one.status.final:
        raise WrongState(_("%(code)s has ended. Reopen it first.", code=one.code))


def _let_find(one: Nonconformity) -> None:
    index(one, title=one.title, code=one.code, body=f"{one.description}\n{one.criterion}")


def _tell_unit(one: Nonconformity, letter: str, *, by: Person, also: Iterable[Person] = (), **values: Any) -> None:
    people = heads_for(one.unit_id, today())[:1] or people_with("improvement.lead")
    people = list({person.id: person for person in (*people, *also)}.values())
    if one.level:
        people += [person for person in people_with("improvement.lead") if person not in people]
    tell(
        readers_among(people, one),
        letter,
        about=one,
        by=by,
        code=one.code,
        title="" if one.restricted else one.title,
        unit=one.unit.name,
        until=one.analyse_by,
        **values,
    )
