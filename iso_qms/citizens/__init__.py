"""The public face: procedures in force as citizens read them, made from the controlled text (ISO 9001:2015, 8.2.1).

A *citizens' page* is published by the quality team for a document, not for one issue: it follows whatever is in force
by itself, and says so when that is suspended or withdrawn. Nothing of it is written twice, so nothing can be outdated.
"""

from __future__ import annotations

from typing import Any

from iso_qms.i18n import _l
from iso_qms.registry import Registry


def move_in(registry: Registry) -> None:
    """What the public face brings: a right, the pages as things, and where the page of a document stands."""
    from iso_qms.citizens import models, register

    registry.right("citizens.publish", _l("Publish procedures for citizens and take them off"), "quality")
    registry.thing("citizen_page", _l("Page for citizens"), models.CitizenPage, _url)
    registry.lists.append(("citizens.kept", _l("Pages for citizens"), "documents.read"))
    registry.public_pages["procedure"] = register.page_urls


def _url(page: Any) -> str:
    from flask import g, url_for

    return url_for("citizens.show", agency=g.agency.slug, number=page.document_id)
