"""Agencies: many in one install, each blind to the others."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import g
from sqlalchemy import ForeignKey, String, event
from sqlalchemy.orm import Mapped, ORMExecuteState, Session, declared_attr, mapped_column, with_loader_criteria

from iso_qms.db import Base, db
from iso_qms.journal import Journaled


class NoAgency(RuntimeError):
    """A query touched an agency's data with no agency chosen: a mistake in the code."""


def new_edition() -> str:
    """A name no other edition has, so that two changes at once cannot be taken for one."""
    return secrets.token_hex(8)


class Agency(Base, Journaled):
    """An administration with its own people, documents and quality system."""

    __tablename__ = "agency"
    journal_kind = "agency"
    journal_ignored = frozenset({"edition"})

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    superior: Mapped[str] = mapped_column(String(200), default="")
    place: Mapped[str] = mapped_column(String(100), default="")
    code_pattern: Mapped[dict[str, Any]] = mapped_column(default=dict)
    edition: Mapped[str] = mapped_column(String(16), default=new_edition)
    """Another one after every change of the organisation; see `remembering`."""

    def __str__(self) -> str:
        return self.name


class AgencyOwned:
    """A root that belongs to one agency. Queries see only the agency chosen; crossing needs `across()`."""

    @declared_attr
    def agency_id(cls) -> Mapped[int]:
        return mapped_column(ForeignKey("agency.id", ondelete="RESTRICT"), index=True)


def choose(agency: Agency | None) -> None:
    """From now on, until the unit ends, see only this agency; its pages' addresses are made with `g.agency`."""
    db.session().info["agency_id"] = agency.id if agency else None
    g.agency = agency


def chosen_id() -> int | None:
    """The agency chosen in this unit."""
    chosen: int | None = db.session().info.get("agency_id")
    return chosen


@contextmanager
def inside(agency: Agency) -> Iterator[None]:
    """See only this agency for a while."""
    before, agency_before = chosen_id(), g.get("agency")
    choose(agency)
    try:
        yield
    finally:
        db.session().info["agency_id"] = before
        g.agency = agency_before


@contextmanager
def at_home(agency_id: int | None) -> Iterator[None]:
    """Read what belongs to the agency of this number, whichever is chosen; without one stay where one is."""
    if agency_id in (None, chosen_id()):
        yield
        return
    with inside(db.session.get_one(Agency, agency_id)):
        yield


@contextmanager
def across() -> Iterator[None]:
    """See every agency for a while: rounds, sign-in, the operator's commands."""
    info = db.session().info
    before = info.get("across", False)
    info["across"] = True
    try:
        yield
    finally:
        info["across"] = before


@event.listens_for(Session, "do_orm_execute")
def _keep_to_agency(state: ORMExecuteState) -> None:
    if not state.is_select or state.is_column_load or state.is_relationship_load:
        return
    info = state.session.info
    if info.get("across"):
        return
    chosen = info.get("agency_id")
    if chosen is None:
        if any(issubclass(mapper.class_, AgencyOwned) for mapper in state.all_mappers):
            raise NoAgency("No agency is chosen: open the page of one, or say across().")
        return
    # Made once a session: making it takes as long as many a query.
    made = info.setdefault("agency_criteria", {})
    if chosen not in made:
        # The value is bound, not baked in, so that the statement stays cached.
        made[chosen] = with_loader_criteria(AgencyOwned, lambda cls: cls.agency_id == chosen, include_aliases=True)
    state.statement = state.statement.options(made[chosen])
