"""The register of dossiers: what the list may show, how it is narrowed, and what its chips count."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
from sqlalchemy.orm import joinedload

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents.models import Document
from iso_qms.dossiers.deadlines import Verdict
from iso_qms.dossiers.figure.counted import Counted
from iso_qms.dossiers.figure.counting import month_of
from iso_qms.dossiers.figure.counts import DossierCount
from iso_qms.dossiers.figure.totals import gone_through, total_of
from iso_qms.dossiers.models import CHANNELS, STATES, Dossier, of_units
from iso_qms.dossiers.step.judging import Kind
from iso_qms.i18n import _l
from iso_qms.organisation.people import Person
from iso_qms.organisation.rights import units_with
from iso_qms.organisation.units import subtree
from iso_qms.worktime import months_after
from iso_qms.worktime.counting import midnight

VERDICTS = {
    Verdict.EARLY: _l("Before its day"),
    Verdict.ON_TIME: _l("On its day"),
    Verdict.LATE: _l("Closed late"),
    Verdict.OPEN_IN_TIME: _l("Open, in time"),
    Verdict.OPEN_LATE: _l("Open, late"),
    Verdict.NOT_JUDGED: _l("Not judged"),
}
STEPS = {
    "kept": _l("As the steps say"),
    "broken": _l("Not as the steps say"),
    "unjudged": _l("Steps not judged"),
}
KINDS = {
    Kind.MISSING: _l("A step is missing"),
    Kind.ORDER: _l("Steps out of order"),
    Kind.REPEATED: _l("A step more than once"),
    Kind.HANDS: _l("A step by somebody else"),
    Kind.TIME: _l("A step over its time"),
    Kind.SUPPLEMENTS: _l("Supplements asked for more than twice"),
}
"""In what dossiers differ from their steps."""
MANY = 20_000
"""Behind a figure for which more dossiers than this would be gone through, only what is shown is counted."""
_MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Wanted:
    """How the list is narrowed."""

    verdict: str = ""
    steps: str = ""
    code: str = ""
    unit: int = 0
    procedure: int = 0
    state: str = ""
    channel: str = ""
    month: str = ""
    differs: int = 0
    counted: Counted | None = None
    """The figure whose dossiers are meant."""
    among: tuple[int, ...] | None = None
    """Or the dossiers themselves, of a figure that no condition says."""

    @classmethod
    def of(cls, args: Any) -> Wanted:
        """From the address; what is not known is left out."""
        unit, procedure, differs = (args.get(name, 0, type=int) for name in ("unit", "procedure", "differs"))
        month = args.get("month", "")
        return cls(
            _known(args.get("verdict", ""), VERDICTS),
            _known(args.get("steps", ""), STEPS),
            args.get("code", "").strip()[:80],
            unit,
            procedure,
            _known(args.get("state", ""), STATES),
            _known(args.get("channel", ""), CHANNELS),
            month if _MONTH.fullmatch(month) else "",
            differs if differs in KINDS else 0,
            Counted.of(args),
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is chosen."""
        return self != Wanted()

    @property
    def is_narrowed_further(self) -> bool:
        """Whether anything but a figure is chosen; its unit and channel are its own."""
        return replace(self, counted=None, unit=0, channel="").is_narrowed

    @property
    def is_by_closing(self) -> bool:
        """Whether it is the figure of what was answered in a span."""
        return self.counted is not None and self.counted.is_by_closing


def rows(wanted: Wanted, *, person: Person, at: datetime) -> Select[Any]:
    """The dossiers that fit, those received last on top; behind a figure of answers, those answered last."""
    query = Dossier.visible_to(person).where(*_narrowed(wanted, at))
    query = query.where(_of_verdict(wanted, at), _of_steps(wanted))
    loads = joinedload(Dossier.document), joinedload(Dossier.deciding_unit), joinedload(Dossier.receiving_unit)
    moment = Dossier.finished_at if wanted.is_by_closing else Dossier.received_at
    return query.options(*loads).order_by(moment.desc(), Dossier.id.desc())


def counts(wanted: Wanted, *, person: Person, at: datetime) -> dict[str, int]:
    """How many dossiers there are of each verdict and of all, and by their steps, in one query.

    Verdicts are counted of what the choice of steps leaves, and the other way round; `any` counts all by their steps.
    Of a great figure there are only `shown` and `all`, out of the counts the figure itself was made of.
    """
    if wanted.counted is not None:
        total = total_of(wanted.counted, person=person, at=at)
        if gone_through(wanted.counted, total, person=person) > MANY:
            shown = _how_many(wanted, person, at) if wanted.is_narrowed_further else total
            return {"shown": shown} if wanted.is_narrowed_further else {"shown": shown, "all": total}
    of_verdict, of_steps = _of_verdict(wanted, at), _of_steps(wanted)
    conditions = {"all": of_steps, "any": of_verdict, "shown": and_(of_verdict, of_steps)}
    conditions |= {name.value: and_(one, of_steps) for name, one in _verdicts(at).items()}
    conditions |= {name: and_(one, of_verdict) for name, one in _steps().items()}
    columns = [func.count().filter(condition).label(name) for name, condition in conditions.items()]
    query = Dossier.visible_to(person).where(*_narrowed(wanted, at)).with_only_columns(*columns)
    return dict(db.session.execute(query).mappings().one())


def _how_many(wanted: Wanted, person: Person, at: datetime) -> int:
    conditions = *_narrowed(wanted, at), _of_verdict(wanted, at), _of_steps(wanted)
    query = Dossier.visible_to(person).where(*conditions).with_only_columns(func.count())
    return db.session.scalar(query) or 0


def differences(dossier: Dossier) -> list[Any]:
    """In what a dossier differs from its steps, in words."""
    return [words for kind, words in KINDS.items() if dossier.differs & kind]


def procedures_held(person: Person) -> list[tuple[int, str]]:
    """The procedures that dossiers were handed in for."""
    query = select(Document.id, Document.code, Document.title).where(Document.id.in_(documents_held(person)))
    return [(row.id, f"{row.code} {row.title}") for row in db.session.execute(query.order_by(Document.code_sort))]


def documents_held(person: Person) -> Select[Any]:
    """The numbers of their documents, out of the counts by month: of millions of dossiers there are some thousands."""
    one, day = DossierCount, today()
    seen = of_units(one, units_with(person, "dossiers.read"))
    return select(one.document_id).where(seen, one.period <= month_of(day.year, day.month))


def _narrowed(wanted: Wanted, at: datetime) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.counted is not None:
        found.append(wanted.counted.condition(at))
    if wanted.among is not None:
        found.append(Dossier.id.in_(wanted.among))
    if wanted.code:
        found.append(Dossier.code == wanted.code)
    if wanted.unit:
        units = subtree(wanted.unit)
        found.append(or_(Dossier.deciding_unit_id.in_(units), Dossier.receiving_unit_id.in_(units)))
    if wanted.procedure:
        found.append(Dossier.document_id == wanted.procedure)
    if wanted.state:
        found.append(Dossier.state == wanted.state)
    if wanted.channel:
        found.append(Dossier.channel == wanted.channel)
    if wanted.differs:
        found.append(Dossier.differs.op("&")(wanted.differs) != 0)
    if wanted.month:
        first = date.fromisoformat(f"{wanted.month}-01")
        found += [Dossier.received_at >= midnight(first), Dossier.received_at < midnight(months_after(first, 1))]
    return found or [true()]


def _of_verdict(wanted: Wanted, at: datetime) -> ColumnElement[bool]:
    return _verdicts(at)[Verdict(wanted.verdict)] if wanted.verdict else true()


def _of_steps(wanted: Wanted) -> ColumnElement[bool]:
    return _steps()[wanted.steps] if wanted.steps else true()


def _steps() -> dict[str, ColumnElement[bool]]:
    known = Dossier.conforms
    return {"kept": known.is_(True), "broken": known.is_(False), "unjudged": known.is_(None)}


def _verdicts(at: datetime) -> dict[Verdict, ColumnElement[bool]]:
    late = and_(Dossier.first_due_at < at, ~Dossier.waiting)
    is_open = and_(Dossier.verdict == "", Dossier.first_due_at.is_not(None))
    unjudged = or_(Dossier.verdict == "not_judged", and_(Dossier.verdict == "", Dossier.first_due_at.is_(None)))
    return {
        **{one: Dossier.verdict == one.value for one in (Verdict.EARLY, Verdict.ON_TIME, Verdict.LATE)},
        Verdict.OPEN_IN_TIME: and_(is_open, ~late),
        Verdict.OPEN_LATE: and_(is_open, late),
        Verdict.NOT_JUDGED: unjudged,
    }


def _known(typed: str, known: Any) -> str:
    return typed if typed in list(known) else ""
