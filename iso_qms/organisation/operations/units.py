"""Opening, changing and closing units and the posts in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import Select, or_, select

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.i18n import _, _l
from iso_qms.journal import say, write
from iso_qms.organisation.people import Holding, Person, Post
from iso_qms.organisation.units import Succession, Unit, subtree
from iso_qms.text import clean, sort_key
from iso_qms.workflow import Incomplete, Refused, WrongState

ONE_DAY = timedelta(days=1)

say(
    {
        "unit.opened": _l("opened the unit"),
        "unit.changed": _l("changed the unit"),
        "unit.closed": _l("closed the unit"),
        "unit.succeeded": _l("said who takes over the work"),
        "unit.coded": _l("gave the unit its part in codes"),
        "post.opened": _l("set up the post"),
        "post.changed": _l("changed the post"),
        "post.ended": _l("ended the post"),
        "post.passed_on": _l("said which post has its duties now"),
    }
)


def open_unit(name: str, *, code: str, by: Person, since: date, parent: Unit | None = None, phone: str = "") -> Unit:
    """A new unit from a day on."""
    name, code = clean(name).strip(), clean(code).strip()
    if not name or not code:
        raise Incomplete(_("A unit has a name and a code."))
    _demand_free_code(code, by.agency_id)
    if parent is not None and not parent.is_valid_on(since):
        raise Incomplete(_("%(unit)s does not exist on %(day)s.", unit=parent.name, day=f"{since:%d/%m/%Y}"))
    unit = Unit(
        agency_id=by.agency_id,
        name=name,
        code=code,
        sort=sort_key(name),
        valid_from=since,
        parent_id=parent.id if parent else None,
        phone=clean(phone).strip(),
    )
    db.session.add(unit)
    write(unit, "unit.opened", by=by)
    return unit


def change_unit(
    unit: Unit,
    *,
    by: Person,
    name: str,
    parent: Unit | None,
    phone: str = "",
    code: str = "",
    since: date | None = None,
    reason: str = "",
) -> None:
    """Correct a unit's name, place in the tree or telephone; its code and first day, where these were typed wrong."""
    name, code, begins = clean(name).strip(), clean(code).strip() or unit.code, since or unit.valid_from
    if not name:
        raise Incomplete(_("A unit has a name and a code."))
    if parent is not None and parent.id in subtree(unit.id):
        raise Refused(_("A unit cannot stand under itself."))
    _demand_free_code(code, unit.agency_id, but=unit)
    _demand_begun(db.session.scalar(select(Post).where(Post.unit_id == unit.id, Post.valid_from < begins).limit(1)))
    unit.name, unit.sort, unit.phone = name, sort_key(name), clean(phone).strip()
    unit.code, unit.valid_from, unit.parent_id = code, begins, parent.id if parent else None
    write(unit, "unit.changed", by=by, reason=reason)


def code_unit(unit: Unit, part: str, *, by: Person) -> None:
    """Say what stands for a unit in the codes of its documents; no two units that exist at once may share it."""
    if part == unit.code_part:
        return
    others = select(Unit).where(Unit.agency_id == unit.agency_id, Unit.id != unit.id, Unit.code_part != "")
    for other in db.session.scalars(others):
        if part and other.code_part.casefold() == part.casefold() and _exist_at_once(unit, other):
            raise Refused(_("%(part)s stands for %(unit)s already.", part=part, unit=other.name))
    unit.code_part = part
    write(unit, "unit.coded", by=by)


def close_unit(
    unit: Unit, *, by: Person, last_day: date, reason: str, successors: Sequence[Unit] = (), basis: str = ""
) -> None:
    """Close a unit after its last day. Nobody may hold a post in it then, no unit stand under it; its posts end too.

    `successors` are the units to which its work passes the day after; there may be none, one, or several.
    """
    after = last_day + ONE_DAY
    if after < unit.valid_from:
        raise Incomplete(_("It cannot end before it began on %(day)s.", day=f"{unit.valid_from:%d/%m/%Y}"))
    held = db.session.scalar(_held_after(after).join(Post).where(Post.unit_id == unit.id).limit(1))
    if held:
        raise Refused(
            _("%(who)s still holds %(post)s after that day. End that first.", who=held.person, post=held.post.title)
        )
    below = db.session.scalar(
        select(Unit).where(Unit.parent_id == unit.id, or_(Unit.valid_to.is_(None), Unit.valid_to > after)).limit(1)
    )
    if below:
        raise Refused(_("%(unit)s stands under it and is still open then. Move or close it first.", unit=below.name))
    for post in db.session.scalars(select(Post).where(Post.unit_id == unit.id, Post.is_valid_on(after))).all():
        post.valid_to = max(after, post.valid_from)
        write(post, "post.ended", by=by, reason=reason)
    unit.valid_to = after
    write(unit, "unit.closed", by=by, reason=reason)
    _pass_on(unit, successors, by=by, basis=basis or reason)


def open_post(title: str, *, unit: Unit, by: Person, since: date, is_head: bool = False) -> Post:
    """A new post in a unit, which has at most one post of its head."""
    title = clean(title).strip()
    if not title:
        raise Incomplete(_("A post has a title."))
    if not unit.is_valid_on(since):
        raise Incomplete(_("%(unit)s does not exist on %(day)s.", unit=unit.name, day=f"{since:%d/%m/%Y}"))
    if is_head:
        _demand_no_head(unit.id, since)
    post = Post(
        agency_id=by.agency_id,
        unit_id=unit.id,
        title=title,
        sort=sort_key(title),
        is_head=is_head,
        valid_from=since,
    )
    db.session.add(post)
    write(post, "post.opened", by=by)
    return post


def change_post(
    post: Post, *, by: Person, title: str, is_head: bool, since: date | None = None, reason: str = ""
) -> None:
    """Correct a post's title, first day, or whether its holder heads the unit; acts of the past keep the old title."""
    title, begins = clean(title).strip(), since or post.valid_from
    if not title:
        raise Incomplete(_("A post has a title."))
    if not post.unit.is_valid_on(begins):
        raise Incomplete(_("%(unit)s does not exist on %(day)s.", unit=post.unit.name, day=f"{begins:%d/%m/%Y}"))
    _demand_begun(
        db.session.scalar(select(Holding).where(Holding.post_id == post.id, Holding.valid_from < begins).limit(1))
    )
    if is_head and not post.is_head:
        _demand_no_head(post.unit_id, begins)
    post.title, post.sort, post.is_head, post.valid_from = title, sort_key(title), is_head, begins
    write(post, "post.changed", by=by, reason=reason)


def end_post(post: Post, *, by: Person, last_day: date, reason: str, heir: Post | None = None) -> None:
    """Abolish a post after its last day; nobody may hold it then. `heir` is the post that has its duties from then."""
    after = last_day + ONE_DAY
    if after < post.valid_from:
        raise Incomplete(_("It cannot end before it began on %(day)s.", day=f"{post.valid_from:%d/%m/%Y}"))
    held = db.session.scalar(_held_after(after).where(Holding.post_id == post.id).limit(1))
    if held:
        raise Refused(
            _("%(who)s still holds %(post)s after that day. End that first.", who=held.person, post=post.title)
        )
    post.valid_to = after
    write(post, "post.ended", by=by, reason=reason)
    if heir is not None:
        pass_on(post, to=heir, by=by, reason=reason)


def pass_on(post: Post, *, to: Post, by: Person, reason: str) -> None:
    """Give the duties of a post that ends to another one: what is open of it, and what will still be asked of it."""
    if not clean(reason).strip():
        raise Incomplete(_("Give a reason: it stands in the history."))
    if post.valid_to is None:
        raise WrongState(_("%(post)s has not ended, so its duties are its own.", post=post))
    if to.id == post.id or to.valid_to is not None or to.valid_from > max(post.valid_to, today()):
        raise Refused(_("%(post)s cannot take them over: it does not exist then, or ends itself.", post=to))
    post.heir = to
    write(post, "post.passed_on", by=by, reason=reason)


def _pass_on(unit: Unit, successors: Sequence[Unit], *, by: Person, basis: str) -> None:
    """Note who takes over; closed once more, on another day, it is what was said last that counts."""
    for old in db.session.scalars(select(Succession).where(Succession.unit_id == unit.id)).unique().all():
        db.session.delete(old)
    db.session.flush()
    for one in successors:
        if one.id == unit.id or one.valid_to is not None or unit.valid_to is None:
            raise Refused(_("%(unit)s cannot take over the work: it ends itself.", unit=one.name))
        db.session.add(
            Succession(agency_id=unit.agency_id, unit=unit, successor=one, passed_on=unit.valid_to, basis=basis)
        )
    if successors:
        write(unit, "unit.succeeded", by=by, reason=", ".join(one.name for one in successors))


def _exist_at_once(one: Unit, other: Unit) -> bool:
    first, second = sorted((one, other), key=lambda unit: unit.valid_from)
    return first.valid_to is None or first.valid_to > second.valid_from


def _demand_free_code(code: str, agency_id: int, *, but: Unit | None = None) -> None:
    other = db.session.scalar(select(Unit.id).where(Unit.agency_id == agency_id, Unit.code == code))
    if other is not None and (but is None or other != but.id):
        raise Incomplete(_("The code %(code)s is taken by another unit.", code=code))


def _demand_begun(earlier: Post | Holding | None) -> None:
    if earlier is not None:
        day = f"{earlier.valid_from:%d/%m/%Y}"
        raise Refused(_("%(what)s began on %(day)s already. Correct that first.", what=earlier, day=day))


def _held_after(day: date) -> Select[Holding]:
    return select(Holding).where(or_(Holding.valid_to.is_(None), Holding.valid_to > day))


def _demand_no_head(unit_id: int, day: date) -> None:
    other = db.session.scalar(
        select(Post).where(Post.unit_id == unit_id, Post.is_head, or_(Post.valid_to.is_(None), Post.valid_to > day))
    )
    if other:
        raise Refused(_("%(post)s heads this unit already. End or change that post first.", post=other.title))
