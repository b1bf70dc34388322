"""The desk: signing in, *what awaits me*, *what I answer for*, search, people and posts, the journal's reading room."""

from __future__ import annotations

from flask import url_for

from iso_qms.db import db
from iso_qms.i18n import _l
from iso_qms.layouts.models import LayoutVersion
from iso_qms.organisation.agencies import Agency
from iso_qms.organisation.people import Absence, Holding, Person, Post
from iso_qms.organisation.units import Unit
from iso_qms.registry import Registry


def move_in(registry: Registry) -> None:
    """What the desk brings: its place in the rooms line, and the rights over people and the journal."""
    registry.right("organisation.manage", _l("Manage units, posts, people and rights"), "administrator")
    registry.right(
        "organisation.read",
        _l("See units, posts and people"),
        "administrator",
        "quality",
        "inspector",
        "leader",
        "head",
        "author",
        "staff",
    )
    registry.right("organisation.absences", _l("Note absences of a unit's people"), "administrator", "head")
    registry.right("journal.read", _l("Read the journal"), "administrator", "quality", "leader")
    registry.right("layouts.manage", _l("Change the layouts of papers"), "administrator", "quality")
    registry.room("desk.home", _l("Desk"), "signed_in", order=0)
    registry.room("desk.people", _l("Organisation"), "organisation.read", order=80)
    registry.room("desk.journal", _l("Journal"), "journal.read", order=90)
    registry.thing("person", _l("Person"), Person, lambda one: _page("desk.person", one))
    registry.thing("holding", _l("Post held"), Holding, lambda one: _page("desk.person", one.person))
    registry.thing("absence", _l("Absence"), Absence, lambda one: _page("desk.person", one.person))
    registry.thing("post", _l("Post"), Post, lambda one: _page("desk.post", one))
    registry.thing("layout", _l("Layout of a paper"), LayoutVersion, _layouts)
    registry.thing("unit", _l("Unit"), Unit, lambda one: _page("desk.unit", one))


def _layouts(version: LayoutVersion) -> str:
    return url_for("desk.layouts", agency=db.session.get_one(Agency, version.agency_id).slug)


def _page(endpoint: str, thing: Person | Post | Unit) -> str:
    agency = db.session.get_one(Agency, thing.agency_id)
    return url_for(endpoint, agency=agency.slug, number=thing.id)
