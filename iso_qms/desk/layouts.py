"""The layouts of papers: which are the agency's own, trying one, using it, going back to ours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import abort, current_app, flash, render_template, request, url_for
from itsdangerous import BadSignature, URLSafeSerializer

from iso_qms import blobs
from iso_qms.desk.forms.layouts import LayoutForm
from iso_qms.desk.room import room
from iso_qms.documents.incoming import office
from iso_qms.documents.incoming.intake import BadFile, UnreadableFile
from iso_qms.i18n import _
from iso_qms.layouts import LayoutKind, named, operations
from iso_qms.layouts.models import LayoutVersion
from iso_qms.press import PDF
from iso_qms.registry import registry
from iso_qms.text import clean
from iso_qms.web import attachment_answer, back_to, find, here, signed_in
from iso_qms.workflow import Refused


@room.route("/<agency>/layouts", needs="layouts.manage")
def layouts() -> Any:
    """Each kind of paper: whose layout it has, and its versions."""
    versions = operations.all_versions()
    papers = [
        Paper_(name, kind.label, [one for one in versions if one.kind == name])
        for name, kind in registry.layouts.items()
    ]
    return render_template("desk/layouts.html", papers=papers)


@room.route("/<agency>/layouts/<kind>", needs="layouts.manage")
def layout(kind: str) -> Any:
    """One kind of paper: its template to begin with, the names it may use, trying one, and its versions."""
    return _page(kind, LayoutForm())


@room.route("/<agency>/layouts/<kind>/ours.docx", needs="layouts.manage")
def our_layout(kind: str) -> Any:
    """The template of the system, to be edited in Word."""
    _known(kind)
    return attachment_answer(operations.ours(kind), name=f"mau-{kind}.docx", mimetype=blobs.WORD)


@room.route("/<agency>/layouts/<kind>/try", methods=["POST"], needs="layouts.manage", writes=False)
def try_layout(kind: str) -> Any:
    """Fill a template with made-up values; nothing is used yet."""
    _known(kind)
    form = LayoutForm()
    if form.validate_on_submit():
        with form.refusals():
            name, data = clean(form.file.data.filename), form.file.data.stream.read()
            trial = operations.try_layout(kind, data)
            kept = {"kind": kind, "name": name, "file": blobs.store(data), "filled": blobs.store(trial.file)}
            token = _signer().dumps(kept)
            return _page(kind, form, trial=trial, tried=kept, token=token, usable=not trial.is_wanting)
    return _page(kind, form), form.status


@room.route("/<agency>/layouts/filled", methods=["POST"], needs="layouts.manage", writes=False)
def filled_layout() -> Any:
    """The template that was tried, filled with made-up values."""
    kept = _tried()
    if request.form.get("as") == "pdf" and office.path():
        try:
            pdf = office.to_pdf(blobs.read(kept["filled"]))
        except BadFile as failure:
            raise UnreadableFile(failure) from failure
        return attachment_answer(pdf, name=f"thu-{kept['kind']}.pdf", mimetype=PDF)
    return attachment_answer(blobs.read(kept["filled"]), name=f"thu-{kept['kind']}.docx", mimetype=blobs.WORD)


@room.route("/<agency>/layouts/use", methods=["POST"], needs="layouts.manage")
def use_layout() -> Any:
    """Use the template that was tried as the next version."""
    kept = _tried()
    data = blobs.read(kept["file"])
    if operations.try_layout(kept["kind"], data).is_wanting:
        raise Refused(_("This layout cannot be used yet: look at what its trial says."))
    version = operations.add_layout(kept["kind"], data, name=kept["name"], by=signed_in())
    flash(_("From now on: %(layout)s.", layout=version))
    return _back(version.kind)


@room.route("/<agency>/layouts/<int:number>/use", methods=["POST"], needs="layouts.manage")
def use_version(number: int) -> Any:
    """Use an earlier version again."""
    version = find(LayoutVersion, number)
    operations.use_layout(version, by=signed_in())
    flash(_("From now on: %(layout)s.", layout=version))
    return _back(version.kind)


@room.route("/<agency>/layouts/<kind>/ours", methods=["POST"], needs="layouts.manage")
def use_ours(kind: str) -> Any:
    """Go back to the layout of the system."""
    known = _known(kind)
    operations.use_ours(kind, by=signed_in())
    flash(_("From now on the layout of the system: %(kind)s.", kind=known.label))
    return _back(kind)


@dataclass(frozen=True)
class Paper_:
    """A kind of paper on the page: its name, its words, and the agency's versions of its layout, newest first."""

    name: str
    label: Any
    versions: list[LayoutVersion]

    @property
    def used(self) -> LayoutVersion | None:
        """The version in use; None where it is ours."""
        return next((one for one in self.versions if one.is_used), None)


def _page(kind: str, form: LayoutForm, **values: Any) -> str:
    known, versions = _known(kind), list(operations.versions_of(kind))
    return render_template(
        "desk/layout.html",
        form=form,
        paper=Paper_(kind, known.label, versions),
        files=blobs.files_of_each("layout", [one.id for one in versions]),
        names=named(known),
        needed=known.needed,
        has_office=office.path() is not None,
        **values,
    )


def _known(kind: str) -> LayoutKind:
    found: LayoutKind = registry.layouts.get(kind) or abort(404)
    return found


def _tried() -> dict[str, str]:
    try:
        kept: dict[str, str] = _signer().loads(request.form.get("token", ""))
        blobs.read(kept["file"])
    except (BadSignature, FileNotFoundError):
        raise Refused(_("This file must be chosen anew.")) from None
    return kept


def _signer() -> URLSafeSerializer:
    # Signed, so that nobody uses a template that this page has not tried.
    return URLSafeSerializer(current_app.secret_key or "", salt=f"layout-{here().id}-{signed_in().id}")


def _back(kind: str) -> Any:
    return back_to(url_for("desk.layout", agency=here().slug, kind=kind))
