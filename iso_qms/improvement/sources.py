"""Where nonconformities come from, linked both ways: from the register to the thing, and from its page to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import g, url_for
from sqlalchemy import and_, select

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents.models import Document
from iso_qms.i18n import _
from iso_qms.improvement.models import Nonconformity, seen_by
from iso_qms.organisation.people import Person
from iso_qms.registry import Beside, registry

SHOWN = 6
"""How many nonconformities stand beside a thing; all of them are in the register."""


@dataclass(frozen=True)
class Source:
    """A thing a nonconformity is opened from: how it is linked, what its form begins with, and what it is called.

    A thing may say in `as_source` its `name`, what is `proposed` to the form, and `on` which day its text was in force.
    """

    link: dict[str, Any]
    proposed: dict[str, Any]
    label: Any
    name: str


def source_in(args: Mapping[str, str], person: Person) -> Source | None:
    """The thing an address names, if the person may see it and nonconformities may come from its kind."""
    kind, number = args.get("source", ""), args.get("source_id", "")
    known = registry.things.get(kind)
    if known is None or kind not in registry.sources or not number.isdecimal() or len(number) > 9:
        return None
    query = known.model.visible_to(person).where(known.model.id == int(number))
    thing = db.session.scalars(query).unique().first()
    if thing is None:
        return None
    document = thing if isinstance(thing, Document) else getattr(thing, "document", None)
    own = getattr(thing, "as_source", {})
    link, proposed = {"source_kind": kind, "source_id": thing.id}, {}
    if document is not None:
        link |= _held_against(document, own.get("on") or today())
        proposed = {"unit": document.unit_id, "criterion": str(document)}
    proposed |= own.get("proposed", {})
    return Source(link, proposed, registry.sources[kind], own.get("name") or str(document or thing))


def beside(kind: str, thing_id: int, person: Person) -> Beside:
    """The nonconformities that come from a thing or are about it, and the way to a new one.

    Of a document the register tells them: its page has no query to spare.
    """
    slug, links, rows = g.agency.slug, [], list[tuple[str, str, Any]]()
    if kind == "document" and person.may("improvement.read"):
        links.append((_("Those about it"), url_for("improvement.index", agency=slug, view="all", document=thing_id)))
    elif kind != "document":
        mine = and_(Nonconformity.source_kind == kind, Nonconformity.source_id == thing_id)
        query = select(Nonconformity).where(mine, seen_by(person)).order_by(Nonconformity.id.desc()).limit(SHOWN)
        found = db.session.scalars(query).unique()
        rows = [(one.code, registry.things["nonconformity"].url(one), one.status.label) for one in found]
    if kind in registry.sources and person.may("improvement.open"):
        where = url_for("improvement.new", agency=slug, source=kind, source_id=thing_id)
        links.append((_("Open a nonconformity"), where))
    return Beside(label=_("Nonconformities"), rows=rows, links=links)


def _held_against(document: Document, day: date) -> dict[str, Any]:
    revision = document.revision_on(day)
    return {"document_id": document.id, "revision_id": revision.id if revision else None}
