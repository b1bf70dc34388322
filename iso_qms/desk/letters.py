"""A person's own letters: whatever was told them by mail stands here too, newest first."""

from __future__ import annotations

from typing import Any

from flask import flash, render_template, request, url_for
from sqlalchemy import func, select
from sqlalchemy.orm import defer

from iso_qms.db import aside, db
from iso_qms.desk.figures import count_together
from iso_qms.desk.finding import may_see
from iso_qms.desk.room import room
from iso_qms.i18n import _
from iso_qms.outbox import Letter, mark_all_read, mark_read, unread_of
from iso_qms.registry import registry
from iso_qms.web import SIGNED_IN, back_to, find, here, paged, signed_in


@room.route("/<agency>/letters", needs=SIGNED_IN)
def letters() -> Any:
    """The letters of the person signed in, newest first; only the unread ones when asked."""
    person, only_unread = signed_in(), bool(request.args.get("unread"))
    mine = Letter.visible_to(person)
    shown = mine.where(Letter.read_at.is_(None)) if only_unread else mine
    return render_template(
        "desk/letters.html",
        page=paged(shown.options(defer(Letter.body)).order_by(Letter.id.desc())),
        total=db.session.scalar(select(func.count()).select_from(mine.subquery())),
        unread=count_together([unread_of(person)])[0],
        only_unread=only_unread,
    )


@room.route("/<agency>/letters/<int:number>", needs=SIGNED_IN)
def letter(number: int) -> Any:
    """A letter; once opened it is read."""
    found = find(Letter, number)
    if found.read_at is None:
        aside(lambda: mark_read(db.session.get_one(Letter, number)))
    return render_template("desk/letter.html", letter=found, about=_about(found))


@room.route("/<agency>/letters/read", methods=["POST"], needs=SIGNED_IN)
def read_letters() -> Any:
    """Mark every letter as read."""
    mark_all_read(signed_in())
    flash(_("All letters are marked as read."))
    return back_to(url_for("desk.letters", agency=here().slug))


def _about(found: Letter) -> tuple[Any, str] | None:
    """What a letter is about and where it stands, as far as its reader may still see it."""
    if found.kind is None or found.thing_id is None or not may_see(found.kind, found.thing_id):
        return None
    known = registry.things[found.kind]
    thing = db.session.get_one(known.model, found.thing_id)
    return thing, known.url(thing)
