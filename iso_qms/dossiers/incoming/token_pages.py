"""The page of the tokens with which programs bring rows in by themselves."""

from __future__ import annotations

from typing import Any

from flask import render_template, url_for

from iso_qms.dossiers.incoming import tokens as operations
from iso_qms.dossiers.incoming.import_forms import SourceForm
from iso_qms.dossiers.incoming.tokens import DossierToken
from iso_qms.dossiers.room import room
from iso_qms.web import back_to, find, here, signed_in


@room.route("/tokens", methods=["GET", "POST"], needs="dossiers.connect")
def tokens() -> Any:
    """The tokens there are, and a new one, whose text is shown once and never again."""
    form, made = SourceForm(), None
    if form.validate_on_submit():
        with form.refusals():
            _token, made = operations.make_token(form.source.data or "", by=signed_in())
            form.source.data = ""
    return render_template("dossiers/tokens.html", form=form, made=made, found=operations.tokens()), form.status


@room.route("/tokens/<int:number>/revoke", methods=["POST"], needs="dossiers.connect")
def revoke(number: int) -> Any:
    """From now on nothing comes in with it."""
    operations.revoke_token(find(DossierToken, number), by=signed_in())
    return back_to(url_for("dossiers.tokens", agency=here().slug))
