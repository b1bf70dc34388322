"""Signing in and out, one's own look and language, password, and the devices one is signed in on."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import abort, flash, g, redirect, render_template, request, session, url_for
from flask_login import login_user, logout_user
from sqlalchemy import select

from iso_qms import db as database
from iso_qms.blobs import files_of_each
from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.desk.forms.accounts import ChangePasswordForm, LookForm, NewPasswordForm, SignInForm
from iso_qms.desk.policy import only_agency, policy_of
from iso_qms.desk.room import room
from iso_qms.i18n import LANGUAGES, _, _l, ngettext
from iso_qms.i18n import language as language_now
from iso_qms.journal import say, write
from iso_qms.organisation import accounts
from iso_qms.organisation.agencies import Agency
from iso_qms.organisation.people import USUAL_HOUR, absences_of
from iso_qms.web import PUBLIC, SIGNED_IN, back_to, password_confirmed, signed_in

WHOSE = "whose"
"""Where the cookie says whom it belongs to, also while nobody is signed in."""

say({"person.look_changed": _l("changed language or look")})


@room.route("/sign-in", methods=["GET", "POST"], needs=PUBLIC, writes=False)
def sign_in() -> Any:
    """Name and password. The writing is done aside, so that slow hashing holds up nobody."""
    form = SignInForm()
    if request.method == "GET" and g.person is not None:
        return back_to(url_for("desk.door"))
    asks_agency = False
    if form.validate_on_submit():
        person, asks_agency = _checked(form)
        if person is not None:
            return _let_in(person.id)
    agency = only_agency()
    policy = policy_of(agency) if agency else None
    return render_template(
        "desk/sign_in.html", form=form, asks_agency=asks_agency, served=agency, policy=policy
    ), form.status


@room.route("/sign-out", methods=["POST"], needs=SIGNED_IN)
def sign_out() -> Any:
    """End this sign-in."""
    accounts.end_session(g.session, by=signed_in(), verb="person.signed_out")
    logout_user()
    session.clear()
    answer = back_to(url_for("desk.sign_in"))
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@room.route("/language", methods=["POST"], needs=PUBLIC)
def language() -> Any:
    """Speak the other language: kept in a cookie, and with the person who is signed in."""
    chosen = request.form.get("locale")
    if chosen not in LANGUAGES:
        abort(400)
    if g.person is not None and g.person.locale != chosen:
        g.person.locale = chosen
        write(g.person, "person.look_changed", by=g.person)
    answer = redirect(_own_address(request.form.get("next") or request.referrer), 303)
    answer.set_cookie("language", chosen, max_age=31_536_000, samesite="Lax", httponly=True, secure=request.is_secure)
    return answer


@room.route("/me", methods=["GET", "POST"], needs=SIGNED_IN)
def me() -> Any:
    """My language and look, my password, the devices I am signed in on."""
    person = signed_in()
    look = {"locale": language_now(), "scheme": person.scheme or "", "density": person.density or ""}
    hour = person.digest_hour or USUAL_HOUR
    form = LookForm(formdata=request.form or None, keys_on=person.keys_on, digest_hour=hour, **look)
    if form.validate_on_submit():
        form.populate_obj(person)
        write(person, "person.look_changed", by=person)
        flash(_("Your settings were kept."))
        return back_to(url_for("desk.me"))
    absences = absences_of(person, today())
    files = files_of_each("absence", [one.id for one in absences])
    shown = {"sessions": accounts.open_sessions(person), "absences": absences, "files": files}
    return render_template("desk/me.html", form=form, **shown), form.status


@room.route("/me/password", methods=["GET", "POST"], needs=SIGNED_IN)
def password() -> Any:
    """Change my password; every other device is signed out."""
    form = ChangePasswordForm()
    if form.validate_on_submit():
        if not password_confirmed():
            form.own_password.errors = [_("This is not your present password.")]
        else:
            with form.refusals():
                accounts.set_password(signed_in(), form.password.data, by=signed_in(), staying=g.session)
                flash(_("Your password was changed; other devices were signed out."))
                return back_to(url_for("desk.me"))
    return render_template("desk/password.html", form=form), form.status


@room.route("/me/sessions/<int:number>/end", methods=["POST"], needs=SIGNED_IN)
def end_session(number: int) -> Any:
    """Sign another device out."""
    mine = {one.id: one for one in accounts.open_sessions(signed_in())}
    accounts.end_session(mine.get(number) or abort(404), by=signed_in())
    flash(_("That device was signed out."))
    return back_to(url_for("desk.me"))


@room.route("/welcome/<token>", methods=["GET", "POST"], needs=PUBLIC)
def welcome(token: str) -> Any:
    """Set one's own password from a one-time link."""
    link = accounts.link_of(token)
    if link is None:
        return render_template("desk/link_gone.html"), 410
    form = NewPasswordForm()
    if form.validate_on_submit():
        with form.refusals():
            accounts.use_link(link, form.password.data)
            flash(_("Your password is set. Sign in with it now."))
            return back_to(url_for("desk.sign_in"))
    return render_template("desk/welcome.html", form=form, person_named=link.person), form.status


def _checked(form: SignInForm) -> tuple[Any, bool]:
    login, address = form.login.data, request.remote_addr or ""
    left = accounts.tries_left(login, address)
    if not left:
        form.form_errors.append(_("Too many failed tries. Wait a quarter of an hour, or ask your administrator."))
        return None, False
    found = accounts.find_by_login(login, form.agency.data or None)
    fitting = [one for one in found if accounts.is_password(one, form.password.data)]
    if not found:
        accounts.is_password(None, form.password.data)
    if len(fitting) == 1:
        return fitting[0], False
    if len(fitting) > 1:
        query = select(Agency).where(Agency.id.in_([one.agency_id for one in fitting])).order_by(Agency.name)
        form.agency.choices = [(0, _("Choose your agency")), *((one.id, one.name) for one in db.session.scalars(query))]
        form.form_errors.append(_("This name exists in several agencies. Choose yours, and type the password again."))
        return None, True
    identity = found[0].id if len(found) == 1 else None
    database.aside(lambda: accounts.note_failed_try(login, address, identity))
    form.form_errors.append(_wrong(left - 1))
    return None, False


def _wrong(left: int) -> str:
    # The same for a known and an unknown name: tries are counted by what was typed.
    wrong = _("Name or password is wrong. Check the capital letters and the input method.")
    if left > 3:
        return wrong
    return (
        wrong
        + " "
        + ngettext(
            "%(num)s try left, then a pause of 15 minutes.", "%(num)s tries left, then a pause of 15 minutes.", left
        )
    )


def _let_in(person_id: int) -> Any:
    # The session row is written in a unit of its own, right now: the cookie needs its token.
    from iso_qms.web.app import SessionUser

    db.session.rollback()
    address, agent = request.remote_addr or "", request.user_agent.string
    made: list[str] = []
    with database.transaction():
        made.append(accounts.open_session(person_id, address=address, agent=agent))
    if session.get(WHOSE) != person_id:
        # What a browser kept of somebody else, filters with names and the token of forms, is not for who comes next.
        session.clear()
    session[WHOSE] = person_id
    login_user(SessionUser(made[0]))
    return redirect(_own_address(request.args.get("next")), 303)


def _own_address(wanted: str | None) -> str:
    parts = urlsplit(wanted or "")
    own = not parts.netloc or parts.netloc == request.host
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    return path if own and path.startswith("/") and not path.startswith(("//", "/\\")) else url_for("desk.door")
