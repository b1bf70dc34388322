"""What a citizen reads where the public face has no such page: a sentence and the ways on, and no door for staff."""

from __future__ import annotations

from flask import Response, g, request

from iso_qms.citizens.models import shown_here
from iso_qms.citizens.public_pages import other_lists, public_form
from iso_qms.i18n import _
from iso_qms.web.door import enter
from iso_qms.web.refusals import Refusal


def public_refusal(refusal: Refusal) -> Response | None:
    """The page of a refusal under the addresses of the public face, for whoever is not signed in; None elsewhere."""
    slug, _slash, rest = request.path.lstrip("/").partition("/")
    if g.person is not None or not f"{rest}/".startswith("public/"):
        return None
    if refusal.status == 401 or refusal.status >= 500:
        return None  # Staff who were signed out go through the door; and what is broken may be the database.
    if g.agency is None:
        enter(slug)  # An address that no page has never came to the door.
    if g.agency is None:
        return None
    told = refusal._asdict()
    if refusal.status == 404:
        told["sentence"] = _("There is no such page here. It was taken off, or a sign of its address is wrong.")
    return public_form("citizens/_refused.html", shown=shown_here(), lists=other_lists(), **told)
