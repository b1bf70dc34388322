"""The pages of the public face: what anybody reads without signing in, and where the quality team keeps it."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, flash, g, make_response, render_template, request, send_file, url_for

from iso_qms import blobs
from iso_qms.citizens import operations
from iso_qms.citizens.forms import CitizenRulesForm, TakeOffForm
from iso_qms.citizens.models import BOUNDS, PARTS, shown_here
from iso_qms.citizens.register import downloads_of, published, published_document, state_of
from iso_qms.citizens.register import kept as pages_kept
from iso_qms.citizens.room import room
from iso_qms.clock import today
from iso_qms.documents.models import Document, Revision
from iso_qms.documents.pages.finding import document_of
from iso_qms.documents.qr import drawn, drawn_link, outside
from iso_qms.i18n import LANGUAGES, _, language, speaking
from iso_qms.processes.operations import object_in
from iso_qms.processes.pages.reading import table_of
from iso_qms.registry import registry
from iso_qms.text import clean
from iso_qms.web import PUBLIC, back_to, here, paged, signed_in

FRESH_FOR = 60
"""Seconds a page may be kept before it is asked again: a suspension is seen by everybody within a minute."""


@room.route("/", needs=PUBLIC)
def index() -> Response:
    """The published procedures of an agency, found by words with or without marks."""
    typed = clean(request.args.get("q", "")).strip()[:200]
    told = {"page": paged(published(typed, today())), "lists": other_lists(), "shown": shown_here()}
    return public_page("citizens/index.html", typed=typed, day=today(), **told)


@room.route("/<numbered:number>", needs=PUBLIC)
def show(number: int) -> Response:
    """A published procedure as citizens read it."""
    document = published_document(number) or abort(404)
    return public_page("citizens/show.html", **_told(document))


@room.route("/<numbered:number>/poster", needs=PUBLIC)
def poster(number: int) -> Response:
    """A sheet to hang up: the facts asked most, and the code that tells whether it still holds."""
    document = published_document(number) or abort(404)
    told = _told(document)
    if told["state"].name != "in_force":
        abort(404)
    tell = outside(_address("tell", procedure=document.id)) if shown_here().takes_feedback else ""
    return public_page("citizens/poster.html", code=drawn(told["revision"]), tell=tell and drawn_link(tell), **told)


@room.route("/<numbered:number>/files/<int:file>", needs=PUBLIC)
def form_file(number: int, file: int) -> Response:
    """The file of a form for applicants."""
    document = published_document(number) or abort(404)
    revision = document.standing_on(today()) or abort(404)
    offered = downloads_of(revision, object_in(revision)["forms"]).values()
    one = next((each for each in offered if each.id == file), None) or abort(404)
    return send_file(blobs.place_of(one.sha256), mimetype=one.mimetype, as_attachment=True, download_name=one.name)


@room.route("/keep", needs="documents.read")
def kept() -> Any:
    """Which procedures have a page for citizens; the quality team publishes from here."""
    typed, view = clean(request.args.get("q", "")).strip()[:200], request.args.get("view", "")
    page = paged(pages_kept(view, typed, today()))
    chips = [("", _("All")), ("published", _("Shown to citizens")), ("not", _("Not published"))]
    return render_template(
        "citizens/kept.html",
        page=page,
        typed=typed,
        chips=[
            {"label": label, "url": url_for(".kept", agency=here().slug, view=name or None), "current": name == view}
            for name, label in chips
        ],
        may_publish=signed_in().may(operations.RIGHT),
        shown=[str(PARTS[name]) for name in shown_here().parts],
    )


@room.route("/<numbered:number>/publish", methods=["POST"], needs="citizens.publish")
def publish(number: int) -> Any:
    """Publish a procedure."""
    document = document_of(number)
    operations.publish(document, by=signed_in())
    flash(_("%(code)s is published. Its page follows what is in force.", code=document.code))
    return back_to(url_for(".kept", agency=here().slug))


@room.route("/<numbered:number>/take-off", methods=["GET", "POST"], needs="citizens.publish")
def take_off(number: int) -> Any:
    """Take a procedure off the pages for citizens, with a reason."""
    document, form, back = document_of(number), TakeOffForm(), url_for(".kept", agency=here().slug)
    if form.validate_on_submit():
        with form.refusals():
            operations.take_off(document, by=signed_in(), reason=form.reason.data or "")
            flash(_("%(code)s is not shown to citizens any more.", code=document.code))
            return back_to(back)
    return render_template("citizens/take_off.html", form=form, document=document, back=back), form.status


@room.route("/keep/rules", methods=["GET", "POST"], needs="citizens.publish")
def rules() -> Any:
    """Choose what pages for citizens say."""
    shown, back = shown_here(), url_for(".kept", agency=here().slug)
    form = CitizenRulesForm(data={"parts": list(shown.parts), "where_to_file": shown.where_to_file,
                                  "telephone": shown.telephone, "takes_feedback": shown.takes_feedback,
                                  **{name: getattr(shown, name) for name in BOUNDS}})  # fmt: skip
    if form.validate_on_submit():
        with form.refusals():
            operations.set_rules(
                by=signed_in(),
                parts=form.parts.data or [],
                where_to_file=form.where_to_file.data or "",
                telephone=form.telephone.data or "",
                takes_feedback=form.takes_feedback.data,
                **{name: form[name].data for name in BOUNDS},
            )
            flash(_("Saved. The pages say so at once."))
            return back_to(back)
    return render_template("citizens/rules.html", form=form, back=back), form.status


def _told(document: Document) -> dict[str, Any]:
    """What a page says of a document today; of one that does not hold any more, only that."""
    day = today()
    revision = document.standing_on(day)
    told = {"document": document, "revision": revision, "state": state_of(document, revision, day)}
    if revision is None:
        after = published_document(document.replaced_by_id) if document.replaced_by_id else None
        return told | {"after": after}
    return told | _text_of(revision)


def _text_of(revision: Revision) -> dict[str, Any]:
    found, shown = object_in(revision), shown_here()
    return {
        "found": found,
        "shown": shown,
        "texts": {one["key"]: one["text"] for one in found["sections"] if one["key"] in shown.parts},
        "forms": [one for one in found["forms"] if one["source"] == "forms_list"],
        "files": downloads_of(revision, found["forms"]) if "forms_list" in shown.parts else {},
        "table": table_of(found) if "steps" in shown.parts else None,
    }


def public_page(template: str, **told: Any) -> Response:
    """A page that is the same for everybody who speaks its language, so that browsers and servers may keep it."""
    answer = _spoken(template, **told)
    answer.headers["Cache-Control"] = f"public, max-age={FRESH_FOR}"
    answer.add_etag()
    answer.make_conditional(request)
    return answer


def public_form(template: str, status: int = 200, **told: Any) -> Response:
    """A page for one reader alone, such as a form with what they typed: nobody keeps it."""
    answer = _spoken(template, **told)
    answer.status_code = status
    answer.headers["Cache-Control"] = "no-store"
    return answer


def spare_the_form_token(view: str) -> None:
    """Let a view, by its module and name, take forms that act for nobody who is signed in.

    There is nothing that another site could do in a citizen's name, and a browser without cookies can tell us too.
    """

    def spare(state: Any) -> None:
        if "csrf" in state.app.extensions:
            state.app.extensions["csrf"].exempt(view)

    room.record_once(spare)


def _spoken(template: str, **told: Any) -> Response:
    asked = request.args.get("lang", "")
    g.person, spoken = None, asked if asked in LANGUAGES else language()
    with speaking(spoken):
        page = render_template(template, tongue=asked if asked in LANGUAGES else None, address=_address, **told)
    return make_response(page)


def other_lists() -> list[tuple[str, Any]]:
    """The other pages that anybody may read, in the language chosen by a link."""
    asked = request.args.get("lang")
    spoken = asked if asked in LANGUAGES else None
    shown = [(name, label) for name, label, is_shown in registry.public_lists if is_shown()]
    return [(url_for(name, agency=here().slug, lang=spoken), label) for name, label in shown]


def _address(endpoint: str, **values: Any) -> str:
    """An address of the public face that keeps the language chosen by a link."""
    asked = request.args.get("lang")
    values.setdefault("lang", asked if asked in LANGUAGES else None)
    return url_for(f"citizens.{endpoint}", agency=here().slug, **values)
