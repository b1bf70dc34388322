"""The signs that improvement brings: causes that were copied, and actions all carried out on their last day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from flask import g, url_for
from sqlalchemy import select

from iso_qms.db import db
from iso_qms.i18n import _, _l
from iso_qms.improvement.action.actions import CorrectiveAction
from iso_qms.improvement.models import CauseAnalysis, CauseBranch, Nonconformity, seen_by
from iso_qms.improvement.sign.sign_rules import Ending, Words, copied, in_bulk, key_of
from iso_qms.organisation.people import Person, Post
from iso_qms.organisation.units import Unit
from iso_qms.registry import Limit, Sign, SignCase, SignRow
from iso_qms.web.pages import day as written_day
from iso_qms.worktime import months_after


def _copied(limits: Mapping[str, int], person: Person, day: date) -> Iterator[SignCase]:
    since = months_after(day, -limits["months"])
    causes, codes = list[Words](), dict[int, str]()
    columns = Nonconformity.id, Nonconformity.year, Nonconformity.number, CauseAnalysis.given_on
    main = select(*columns, CauseAnalysis.statement).join(CauseAnalysis.nonconformity)
    further = select(*columns, CauseBranch.statement).select_from(CauseBranch)
    further = further.join(CauseBranch.analysis).join(CauseAnalysis.nonconformity)
    for query in (main, further):
        for number, year, place, on, text in db.session.execute(
            query.where(seen_by(person), CauseAnalysis.given_on >= since)
        ):
            codes[number] = f"KPH-{year}-{place:03d}"
            causes.append(Words(number, text, on))
    for said, alike in copied(causes, at_least=limits["number"], letters=limits["letters"]).items():
        rows = [
            SignRow(
                kind="nonconformity",
                thing_id=one.owner,
                words=codes[one.owner],
                day=one.on,
                url=url_for("improvement.show", agency=g.agency.slug, number=one.owner),
            )
            for one in alike
        ]
        yield SignCase(key=key_of(said), words=_("The same words: “%(words)s”", words=alike[0].text), rows=rows)


def _in_bulk(limits: Mapping[str, int], person: Person, day: date) -> Iterator[SignCase]:
    action, since = CorrectiveAction, months_after(day, -limits["months"])
    query = select(action.id, Post.unit_id, action.due_on, action.year, action.number, Unit.name)
    query = query.join(action.nonconformity).join(Post, Post.id == action.owner_post_id)
    query = query.join(Unit, Unit.id == Post.unit_id).where(seen_by(person), action.performed_on >= since)
    query = query.where(action.performed_on == action.due_on)
    endings, codes, names = list[Ending](), dict[int, str](), dict[int, str]()
    for number, unit, due_on, year, place, name in db.session.execute(query.order_by(action.id)):
        endings.append(Ending(number, unit, due_on))
        codes[number], names[unit] = f"HĐ-{year}-{place:03d}", name
    for (unit, on), together in in_bulk(endings, at_least=limits["number"]).items():
        rows = [
            SignRow(
                kind="corrective_action",
                thing_id=one.id,
                words=codes[one.id],
                day=on,
                url=url_for("improvement.action", agency=g.agency.slug, number=one.id),
            )
            for one in together
        ]
        words = _("%(unit)s, all on %(day)s, their last day", unit=names[unit], day=written_day(on))
        yield SignCase(key=key_of(unit, on), words=words, rows=rows)


COPIED = Sign(
    label=_l("Causes that say the same"),
    rule=_l(
        "The same cause stands with %(number)s nonconformities or more within %(months)s months, apart from case, "
        "marks and spaces. Causes under %(letters)s letters are left out: they may be alike by chance."
    ),
    limits={
        "number": Limit(_l("Nonconformities with the same cause"), 3, 2, 50),
        "letters": Limit(_l("Letters from which a cause is compared"), 20, 5, 500),
        "months": Limit(_l("Months to look back"), 12, 1, 60),
    },
    find=_copied,
)

IN_BULK = Sign(
    label=_l("Actions all carried out on their last day"),
    rule=_l(
        "A unit reported %(number)s actions or more carried out on one day, which was the due day of each, within the "
        "last %(months)s months."
    ),
    limits={
        "number": Limit(_l("Actions of one unit on one day"), 3, 2, 50),
        "months": Limit(_l("Months to look back"), 6, 1, 60),
    },
    find=_in_bulk,
)
