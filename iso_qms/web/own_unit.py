"""A chip on long lists: one tap narrows to one's own unit and those below it, another lifts that again."""

from __future__ import annotations

from typing import Any

from flask import request, url_for

from iso_qms.clock import today
from iso_qms.i18n import _
from iso_qms.organisation.people import holdings_of
from iso_qms.organisation.units import parents, subtree
from iso_qms.web.door import here, signed_in

LEFT_BEHIND = ("page", "all", "alone")
"""What an address holds that does not go along: the page, and that a unit is meant without those below it."""


def own_unit_chip() -> list[dict[str, Any]]:
    """The chip of a list that a unit in its address narrows; none for whoever has no post, or one over everything."""
    own = next((one.post.unit for one in holdings_of(signed_in(), today()) if not one.is_deputy), None)
    if own is None or len(subtree(own.id)) == len(parents()):
        return []
    kept: dict[str, Any] = {key: value for key, value in request.args.items() if key not in LEFT_BEHIND and value}
    is_on = kept.pop("unit", "") == str(own.id)
    if not is_on:
        kept["unit"] = own.id
    # A list opened bare leads back to its last filters; this one is meant bare.
    url = url_for(request.endpoint or "", agency=here().slug, **(kept or {"all": 1}))
    return [{"label": _("My unit"), "url": url, "current": is_on, "shape": "check" if is_on else ""}]
