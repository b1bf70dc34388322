"""The layouts of papers: which are the agency's own, trying one, using it, going back to ours."""

from __future__ import annotations

from typing import Any

from flask import abort, current_app, flash, render_template, request, url_for
from itsdangerous import BadSignature, URLSafeSerializer

from iso_qms import blobs
from iso_qms.desk.forms.layouts import LayoutForm
from iso_qms.desk.views import room
from iso_qms.i18n import _
from iso_qms.layouts import operations
from iso_qms.layouts.models import LayoutVersion
from iso_qms.registry import registry
from iso_qms.text import clean
from iso_qms.web import back_to, find, here, signed_in
from iso_qms.workflow import Refused


@room.route("/<agency>/layouts", needs="layouts.manage")
def layouts() -> Any:
    """Each kind of paper with its versions, and the names a layout may use."""
    return _page(LayoutForm())


@room.route("/<agency>/layouts/try", methods=["POST"], needs="layouts.manage", writes=False)
def try_layout() -> Any:
    """Fill a template with made-up values; nothing is used yet."""
    form = LayoutForm()
    form.kind.choices = _choices()
    if form.validate_on_submit():
        with form.refusals():
            name, data = clean(form.file.data.filename), form.file.data.stream.read()
            trial = operations.try_layout(form.kind.data, data)
            kept = {"kind": form.kind.data, "name": name, "file": blobs.store(data)}
            return _page(form, trial=trial, tried=kept, token="" if trial.unknown else _signer().dumps(kept))
    return _page(form), form.status


@room.route("/<agency>/layouts/use", methods=["POST"], needs="layouts.manage")
def use_layout() -> Any:
    """Use the template that was tried as the next version."""
    try:
        kept = _signer().loads(request.form.get("token", ""))
        data = blobs.read(kept["file"])
    except (BadSignature, FileNotFoundError):
        raise Refused(_("This file must be chosen anew.")) from None
    version = operations.add_layout(kept["kind"], data, name=kept["name"], by=signed_in())
    flash(_("From now on: %(layout)s.", layout=version))
    return _back()


@room.route("/<agency>/layouts/<int:number>/use", methods=["POST"], needs="layouts.manage")
def use_version(number: int) -> Any:
    """Use an earlier version again."""
    version = find(LayoutVersion, number)
    operations.use_layout(version, by=signed_in())
    flash(_("From now on: %(layout)s.", layout=version))
    return _back()


@room.route("/<agency>/layouts/<kind>/ours", methods=["POST"], needs="layouts.manage")
def use_ours(kind: str) -> Any:
    """Go back to the layout of the system."""
    known = registry.layouts.get(kind) or abort(404)
    operations.use_ours(kind, by=signed_in())
    flash(_("From now on the layout of the system: %(kind)s.", kind=known.label))
    return _back()


def _page(form: LayoutForm, **values: Any) -> str:
    form.kind.choices = _choices()
    versions = operations.all_versions()
    kinds = [
        (name, kind.label, [one for one in versions if one.kind == name]) for name, kind in registry.layouts.items()
    ]
    return render_template(
        "desk/layouts.html",
        form=form,
        kinds=kinds,
        files=blobs.files_of_each("layout", [one.id for one in versions]),
        names={name: operations.known_names(name) for name in registry.layouts},
        **values,
    )


def _choices() -> list[Any]:
    return [(name, kind.label) for name, kind in registry.layouts.items()]


def _signer() -> URLSafeSerializer:
    # Signed, so that nobody uses a template that this page has not tried.
    return URLSafeSerializer(current_app.secret_key or "", salt=f"layout-{here().id}-{signed_in().id}")


def _back() -> Any:
    return back_to(url_for("desk.layouts", agency=here().slug))
