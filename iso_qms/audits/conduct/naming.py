"""Words that say who: found before anybody but the team reads a finding on hours or conduct that names nobody."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from sqlalchemy import select

from iso_qms.audits.conduct.name_ends import without, without_person
from iso_qms.audits.finding.findings import NAMING, Finding
from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.i18n import _
from iso_qms.organisation.people import Holding, Person, Post, staff_of
from iso_qms.organisation.units import subtree
from iso_qms.text import fold
from iso_qms.workflow import Incomplete

SHORTEST_POST = 6
"""A shorter title of a post may be any word."""


def demand_unnamed(finding: Finding) -> None:
    """Refuse words that say who, where nobody is named: overseers would read them."""
    if finding.kind not in NAMING or finding.names_somebody:
        return
    units = subtree(finding.unit_id)
    words = "\n".join((finding.title, finding.evidence, finding.place, finding.grade_reason, finding.step))
    held = select(Post.title).join(Holding, Holding.post_id == Post.id).where(Post.unit_id.in_(units))
    titles = db.session.scalars(held.where(Holding.is_valid_on(today()), Holding.kind == "holder")).all()
    if said := [*people_in(words, staff_of(units, today())), *posts_in(words, titles)]:
        raise Incomplete(
            _(
                "The words say who it is: %(who)s. Name the person concerned, so that few may read it, or say less.",
                who="; ".join(dict.fromkeys(said)),
            )
        )


def people_in(words: str, people: Iterable[Person]) -> list[str]:
    """Whoever of some people is named in the words, however it is written."""
    plain = without(words, (), "")
    return [one.name for one in people if without_person(plain, one, "") != plain]


def posts_in(words: str, titles: Sequence[str]) -> list[str]:
    """The posts in the words that one person alone holds, out of the titles of everybody's posts."""
    held, text = Counter(titles), fold(words)
    alone = [one for one in held if held[one] == 1 and len(one) >= SHORTEST_POST]
    return [one for one in alone if re.search(rf"(?<!\w){re.escape(fold(one))}(?!\w)", text)]
