"""The first page of every person: what awaits me."""

from __future__ import annotations

from typing import Any

from flask import g, render_template, url_for

from iso_qms.desk.views import room
from iso_qms.web import PUBLIC, SIGNED_IN, back_to


@room.route("/", needs=PUBLIC)
def door() -> Any:
    """The street door: to the desk when signed in, else to sign in."""
    if g.person is None:
        return back_to(url_for("desk.sign_in"))
    return back_to(url_for("desk.home", agency=g.agency.slug))


@room.route("/<agency>/", needs=SIGNED_IN)
def home() -> Any:
    """What awaits me."""
    return render_template("desk/home.html")
