"""The pages of the legal register: the list, one text with who cites it, entering it, and what is cited and unknown."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import groupby
from typing import Any

from flask import Response, flash, render_template, request, url_for
from sqlalchemy.orm import joinedload, selectinload

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents.citations import issuer_of_number
from iso_qms.documents.models import Document, Revision
from iso_qms.i18n import _
from iso_qms.journal import history_of
from iso_qms.laws import keeping
from iso_qms.laws.citing import citing_now, unknown_now, wordings_citing
from iso_qms.laws.forms import RulesForm, TextForm
from iso_qms.laws.models import KINDS, STANDINGS, LegalChange, LegalCitation, LegalText, rules_of
from iso_qms.laws.register import Wanted, cited_in_force, counts, issuers, texts_wanted
from iso_qms.laws.room import room
from iso_qms.organisation.people import Person
from iso_qms.registry import registry
from iso_qms.web import Column, as_excel, back_to, day_asked, find, here, kept_filters, paged, signed_in


@dataclass
class Citing:
    """A document that cites a text, with its revision and the places."""

    revision: Revision
    citations: list[LegalCitation] = field(default_factory=list)

    @property
    def document(self) -> Document:
        """The document of the revision."""
        return self.revision.document

    @property
    def places(self) -> list[LegalCitation]:
        """Where it is cited, each place once."""
        return places_of(self.citations)

    @property
    def days(self) -> list[date]:
        """The days its citations give."""
        return sorted({one.dated for one in self.citations if one.dated})


@dataclass(frozen=True)
class Unknown:
    """Something cited that no text of the register answers to, and where."""

    citation: LegalCitation
    documents: list[Document]


@room.route("/", needs="laws.read")
def index() -> Any:
    """The register of legal texts."""
    if back := kept_filters("laws"):
        return back
    wanted, day = Wanted.of(request.args), day_asked()
    found = counts(wanted, day)
    page = paged(texts_wanted(wanted, day), total=found[wanted.state])
    return render_template(
        "laws/index.html",
        page=page,
        wanted=wanted,
        chips=_chips(wanted, found),
        kinds=KINDS,
        issuers=issuers(),
        cited=cited_in_force(page.rows, day),
        may_keep=signed_in().may("laws.keep"),
        day_shown=day,
    )


@room.route("/register.xlsx", needs="laws.read")
def index_excel() -> Response:
    """The same rows as Excel."""
    day = day_asked()
    found = db.session.scalars(texts_wanted(Wanted.of(request.args), day)).all()
    cited = cited_in_force(found, day)
    columns = [
        Column(_("Kind"), lambda one: str(KINDS[one.kind]), 18),
        Column(_("Number"), lambda one: one.number, 20),
        Column(_("Issued by"), lambda one: one.issuer, 28),
        Column(_("Date of the text"), lambda one: one.issued_on, 14),
        Column(_("Title"), lambda one: one.title, 60),
        Column(_("In effect from"), lambda one: one.effect_from, 14),
        Column(_("No longer in effect from"), lambda one: one.effect_to, 14),
        Column(_("State"), lambda one: str(one.standing_on(day).label), 20),
        Column(_("Replaced by"), lambda one: _replacement(one, day), 28),
        Column(_("Documents in force that cite it"), lambda one: cited.get(one.id, 0), 14),
    ]
    return as_excel(found, columns, name=_("Legal texts %(day)s", day=f"{day:%Y-%m-%d}"))


@room.route("/<int:number>", needs="laws.read")
def show(number: int) -> Any:
    """One legal text: how it stands, what changes it, and which documents cite it where."""
    loads = selectinload(LegalText.changed_by), selectinload(LegalText.changing).joinedload(LegalChange.older)
    text, person = find(LegalText, number, *loads), signed_in()
    return render_template(
        "laws/show.html",
        text=text,
        kinds=KINDS,
        standing=text.standing_on(today()),
        replacement=text.replacement_on(today()),
        citing=_citing(text, person),
        others=[(one, registry.things[one.kind].label) for one in wordings_citing(text)],
        url_of=partial(registry.url_of, seen_by=person),
        may_keep=person.may("laws.keep"),
        history=history_of(text),
    )


@room.route("/new", methods=["GET", "POST"], needs="laws.keep")
def new() -> Any:
    """Enter a legal text; a citation may be given by its number to begin from."""
    form = TextForm(data=_begun())
    if form.validate_on_submit():
        with form.refusals():
            text = keeping.enter_text(by=signed_in(), **form.values())
            flash(_("%(law)s stands in the register.", law=text.label))
            return back_to(to_text(text))
    return render_template("laws/new.html", form=form), form.status


@room.route("/<int:number>/edit", methods=["GET", "POST"], needs="laws.keep")
def edit(number: int) -> Any:
    """Correct what the register says of a text."""
    text = find(LegalText, number)
    form = TextForm(obj=text)
    if form.validate_on_submit():
        with form.refusals():
            keeping.change_text(text, by=signed_in(), **form.values())
            flash(_("%(law)s was corrected; the old words stand in the history.", law=text.label))
            return back_to(to_text(text))
    return render_template("laws/edit.html", form=form, text=text, back=to_text(text)), form.status


@room.route("/unknown", needs="laws.read")
def unknown() -> Any:
    """What documents in force cite and the register does not hold yet."""
    person = signed_in()
    rows = unknown_now(person)
    seen = _documents({one.document_id for one in rows}, person)
    found = [
        Unknown(_fullest(list(same)), documents)
        for _key, group in groupby(rows, key=lambda one: (one.key, one.kind))
        if (same := list(group)) and (documents := _named(same, seen))
    ]
    return render_template("laws/unknown.html", rows=found, kinds=KINDS, may_keep=person.may("laws.keep"))


@room.route("/unknown/<int:number>/add", methods=["POST"], needs="laws.keep")
def add_unknown(number: int) -> Response:
    """Enter a cited text with what its citation says; where that is not enough, the form asks for the rest."""
    one = db.session.get(LegalCitation, number)
    wanted = _from_citation(one) if one is not None else {}
    if not wanted or not all(wanted.get(name) for name in ("number", "issuer", "issued_on", "title")):
        flash(_("The citation does not say everything. Please fill in what is missing."))
        return back_to(url_for("laws.new", agency=here().slug, citation=number))
    text = keeping.enter_text(by=signed_in(), **wanted)
    flash(_("%(law)s stands in the register.", law=text.label))
    return back_to(url_for("laws.unknown", agency=here().slug))


@room.route("/rules", methods=["GET", "POST"], needs="laws.keep")
def rules() -> Any:
    """In how many months a change of the law is carried into the documents."""
    now = rules_of(here().id)
    form = RulesForm(months=now.months, basis=now.basis)
    if form.validate_on_submit():
        with form.refusals():
            keeping.set_rules(by=signed_in(), months=form.months.data or 0, basis=form.basis.data or "")
            flash(_("The rules of the legal register were changed."))
            return back_to(url_for("laws.index", agency=here().slug))
    return render_template("laws/rules.html", form=form), form.status


def places_of(citations: list[LegalCitation]) -> list[LegalCitation]:
    """One citation for each place: a block that names a text twice is one place."""
    return list({(one.block_id, one.place): one for one in reversed(citations)}.values())[::-1]


def to_text(text: LegalText) -> str:
    """The address of a text's page."""
    return url_for("laws.show", agency=here().slug, number=text.id)


def _chips(wanted: Wanted, found: dict[str, int]) -> list[dict[str, Any]]:
    args: dict[str, Any] = {name: value for name, value in request.args.items() if name not in ("state", "page", "all")}
    words: dict[str, Any] = {"": _("All")} | {name: state.label for name, state in STANDINGS.items()}
    return [
        {
            "label": words[name],
            "count": found[name],
            "current": name == wanted.state,
            "shape": STANDINGS[name].shape if name else "",
            "url": url_for("laws.index", agency=here().slug, **(args | ({"state": name} if name else {"all": 1}))),
        }
        for name in words
        if found[name] or name in ("", wanted.state)
    ]


def _replacement(text: LegalText, day: date) -> str:
    change = text.replacement_on(day)
    return change.newer.label if change else ""


def _citing(text: LegalText, person: Person) -> list[Citing]:
    query = citing_now(text).where(
        LegalCitation.revision_id.in_(Revision.visible_to(person).with_only_columns(Revision.id))
    )
    found: dict[int, Citing] = {}
    for one in db.session.scalars(query.options(joinedload(LegalCitation.revision))).unique():
        found.setdefault(one.revision_id, Citing(one.revision)).citations.append(one)
    return sorted(found.values(), key=lambda one: (one.document.code_sort, one.revision.number))


def _documents(numbers: set[int], person: Person) -> dict[int, Document]:
    query = Document.visible_to(person).where(Document.id.in_(numbers))
    return {one.id: one for one in db.session.scalars(query).unique()}


def _named(rows: list[LegalCitation], seen: dict[int, Document]) -> list[Document]:
    return list({one.document_id: seen[one.document_id] for one in rows if one.document_id in seen}.values())


def _fullest(rows: list[LegalCitation]) -> LegalCitation:
    """Of several citations of one text, the one that says most of it."""
    return max(rows, key=lambda one: (one.dated is not None, bool(one.issuer), bool(one.title), -one.id))


def _begun() -> dict[str, Any] | None:
    number = request.args.get("citation", 0, type=int)
    one = db.session.get(LegalCitation, number) if 0 < number < 10**9 else None
    return _from_citation(one) if one is not None and one.agency_id == here().id else None


def _from_citation(one: LegalCitation) -> dict[str, Any]:
    if one.agency_id != here().id:
        return {}
    return {
        "kind": one.kind if one.kind in KINDS else "Công văn",
        "number": one.number,
        "issuer": one.issuer or issuer_of_number(one.number),
        "issued_on": one.dated,
        "title": one.title,
    }
