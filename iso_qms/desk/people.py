"""The people of an agency: the list, each one's page, their record and account."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from flask import abort, flash, render_template, request, url_for
from sqlalchemy import ColumnElement, Select, and_, func, select

from iso_qms.blobs import files_of, files_of_each
from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.desk.forms.people import ChangePersonForm, PeopleFilterForm, PersonForm, ReasonForm
from iso_qms.desk.posts import is_over
from iso_qms.desk.room import room
from iso_qms.desk.words import account
from iso_qms.i18n import _
from iso_qms.organisation import accounts, operations
from iso_qms.organisation.people import Absence, Holding, Person, Post, absences_of
from iso_qms.organisation.rights import Grant
from iso_qms.organisation.units import subtree
from iso_qms.text import fold
from iso_qms.web import Column, as_excel, back_to, find, here, kept_filters, paged, signed_in


@room.route("/<agency>/people", needs="organisation.read")
def people() -> Any:
    """Everybody who works here, with or without an account."""
    as_file = request.args.get("as") == "xlsx"
    if not as_file and (back := kept_filters("people")):
        return back
    form = PeopleFilterForm(request.args)
    query = _narrowed(Person.visible_to(signed_in()), form).order_by(Person.sort, Person.id)
    chosen = request.args.get("only", "")
    if as_file:
        return _excel(list(db.session.scalars(_only(query, chosen))))
    page = paged(_only(query, chosen))
    return render_template(
        "desk/people.html", form=form, page=page, posts=_posts_of(page), chips=_chips(query, chosen), chosen=chosen
    )


@room.route("/<agency>/people/<int:number>", needs="organisation.read")
def person(number: int) -> Any:
    """A person: record, posts, roles and where they come from, absences, devices, history."""
    found = find(Person, number)
    held = select(Holding).where(Holding.person_id == found.id).order_by(Holding.valid_from.desc(), Holding.id.desc())
    holdings = list(db.session.scalars(held))
    trusted = signed_in().may("organisation.manage") or found.id == signed_in().id
    sees_absences = trusted or operations.may_note_absence(signed_in(), found)
    away = absences_of(found, today()) if sees_absences else None
    return render_template(
        "desk/person.html",
        somebody=found,
        papers=files_of(found) if trusted else [],
        holding_files=files_of_each("holding", [one.id for one in holdings]),
        absence_files=files_of_each("absence", [one.id for one in away or ()]),
        holdings=[one for one in holdings if not is_over(one)],
        past_holdings=[one for one in holdings if is_over(one)],
        grants=_grants_of(found, [one.post_id for one in holdings if one.is_valid_on(today())]),
        absences=away,
        sessions=accounts.open_sessions(found) if trusted else None,
        trusted=trusted,
    )


@room.route("/<agency>/people/new", methods=["GET", "POST"], needs="organisation.manage")
def enter_person() -> Any:
    """Enter a new person."""
    form = PersonForm()
    if form.validate_on_submit():
        with form.refusals():
            made = operations.enter_person(by=signed_in(), **_record(form))
            flash(_("%(name)s was entered. Give a post next.", name=made.name))
            return to_person(made)
    return render_template("desk/enter_person.html", form=form), form.status


@room.route("/<agency>/people/<int:number>/change", methods=["GET", "POST"], needs="organisation.manage")
def change_person(number: int) -> Any:
    """Correct a person's record."""
    found = find(Person, number)
    form = ChangePersonForm(obj=found)
    if form.validate_on_submit():
        with form.refusals():
            operations.change_person(found, by=signed_in(), reason=form.reason.data or "", **_record(form))
            flash(_("The record of %(name)s was corrected.", name=found.name))
            return to_person(found)
    return render_template("desk/change_person.html", form=form, somebody=found), form.status


@room.route("/<agency>/people/<int:number>/lock", methods=["GET", "POST"], needs="organisation.manage")
def lock_person(number: int) -> Any:
    """Lock an account; its sign-ins end."""
    found, form = find(Person, number), ReasonForm()
    if form.validate_on_submit():
        with form.refusals():
            operations.lock_person(found, by=signed_in(), reason=form.reason.data)
            flash(_("The account of %(name)s is locked.", name=found.name))
            return to_person(found)
    return render_template("desk/lock_person.html", form=form, somebody=found), form.status


@room.route("/<agency>/people/<int:number>/unlock", methods=["GET", "POST"], needs="organisation.manage")
def unlock_person(number: int) -> Any:
    """Let a locked account in again."""
    found, form = find(Person, number), ReasonForm()
    if form.validate_on_submit():
        operations.unlock_person(found, by=signed_in(), reason=form.reason.data)
        flash(_("The account of %(name)s may sign in again.", name=found.name))
        return to_person(found)
    return render_template("desk/unlock_person.html", form=form, somebody=found), form.status


@room.route("/<agency>/people/<int:number>/link", methods=["POST"], needs="organisation.manage")
def one_time_link(number: int) -> Any:
    """Make a one-time link; it stands on this one page and nowhere else."""
    found = find(Person, number)
    token = accounts.make_link(found, by=signed_in())
    # Answered without a redirect: the link is kept nowhere, so it can only be shown in this answer.
    return render_template(
        "desk/one_time_link.html", somebody=found, link=_outside(token), days=accounts.LINK_LIFE.days
    )


@room.route("/<agency>/people/<int:number>/sessions/<int:session>/end", methods=["POST"], needs="organisation.manage")
def end_sign_in(number: int, session: int) -> Any:
    """Sign somebody out on one device."""
    found = find(Person, number)
    theirs = {one.id: one for one in accounts.open_sessions(found)}
    accounts.end_session(theirs.get(session) or abort(404), by=signed_in())
    flash(_("That device was signed out."))
    return to_person(found)


def to_person(found: Person) -> Any:
    """Back to a person's page after an act."""
    return back_to(url_for("desk.person", agency=here().slug, number=found.id))


def _outside(token: str) -> str:
    from flask import current_app

    base: str = current_app.config["SETTINGS"].base_url
    return base.rstrip("/") + url_for("desk.welcome", token=token)


def _record(form: PersonForm) -> dict[str, Any]:
    return {name: form[name].data for name in ("name", "salutation", "login", "email", "phone")}


def _narrowed(query: Select[Any], form: PeopleFilterForm) -> Select[Any]:
    words = fold(form.q.data or "").split()
    query = query.where(*(Person.folded.contains(word, autoescape=True) for word in words))
    if not form.unit.data:
        return query
    in_unit = select(Holding.person_id).join(Post, Post.id == Holding.post_id)
    return query.where(
        Person.id.in_(in_unit.where(Holding.is_valid_on(today()), Post.unit_id.in_(subtree(form.unit.data))))
    )


def _conditions() -> dict[str, tuple[str, ColumnElement[bool]]]:
    day = today()
    posted = select(Holding.person_id).where(Holding.is_valid_on(day), Holding.kind == "holder")
    away = select(Absence.person_id).where(Absence.first_on <= day, Absence.last_on >= day)
    return {
        "postless": (_("Without a post"), and_(Person.id.not_in(posted), Person.locked_at.is_(None))),
        "away": (_("Away today"), Person.id.in_(away)),
        "accountless": (_("Without an account"), Person.login.is_(None)),
        "locked": (_("Locked"), Person.locked_at.is_not(None)),
    }


def _only(query: Select[Any], chosen: str) -> Select[Any]:
    conditions = _conditions()
    return query.where(conditions[chosen][1]) if chosen in conditions else query


def _chips(query: Select[Any], chosen: str) -> list[dict[str, Any]]:
    conditions = _conditions()
    inner = query.order_by(None).with_only_columns(Person.id).subquery()
    counted = [func.count(), *(func.count().filter(condition) for _label, condition in conditions.values())]
    counts = db.session.execute(select(*counted).select_from(Person).where(Person.id.in_(select(inner.c.id)))).one()
    labels = [("", _("Everybody")), *((key, label) for key, (label, _condition) in conditions.items())]
    return [
        {"label": label, "count": count, "current": key == chosen, "url": _chip_url(key)}
        for (key, label), count in zip(labels, counts, strict=True)
    ]


def _chip_url(only: str) -> str:
    kept: dict[str, Any] = {key: value for key, value in request.args.items() if key in ("q", "unit") and value}
    if only:
        kept["only"] = only
    return url_for("desk.people", agency=here().slug, **(kept or {"all": 1}))


def _posts_of(people: Iterable[Person]) -> dict[int, list[Holding]]:
    query = select(Holding).where(Holding.person_id.in_([one.id for one in people]), Holding.is_valid_on(today()))
    found: dict[int, list[Holding]] = defaultdict(list)
    for one in db.session.scalars(query.order_by(Holding.kind.desc(), Holding.id)):
        found[one.person_id].append(one)
    return found


def _grants_of(found: Person, post_ids: list[int]) -> list[Grant]:
    query = select(Grant).where((Grant.person_id == found.id) | Grant.post_id.in_(post_ids))
    return [one for one in db.session.scalars(query.order_by(Grant.role, Grant.id)) if not is_over(one)]


def _excel(rows: list[Person]) -> Any:
    posts = _posts_of(rows)

    def held(one: Person, what: str) -> str:
        return "; ".join(str(getattr(holding.post, what)) for holding in posts.get(one.id, ()))

    columns = [
        Column(_("Full name"), lambda one: one.name, 30),
        Column(_("Sign-in name"), lambda one: one.login, 18),
        Column(_("E-mail"), lambda one: one.email, 30),
        Column(_("Telephone"), lambda one: one.phone, 16),
        Column(_("Post"), lambda one: held(one, "title"), 40),
        Column(_("Unit"), lambda one: held(one, "unit"), 40),
        Column(_("Account"), lambda one: account(one).label, 16),
        Column(_("Last seen"), lambda one: one.seen_at, 18),
    ]
    return as_excel(rows, columns, name=_("People"))
