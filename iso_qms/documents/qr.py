"""The code on every print: it opens a page, without signing in, that says whether the sheet in hand still holds."""

from __future__ import annotations

from io import BytesIO
from urllib.parse import urljoin, urlsplit

from flask import current_app, url_for
from markupsafe import Markup

from iso_qms.documents.models import PUBLISHED, Revision
from iso_qms.i18n import _

BORDER = 2


def has_code(revision: Revision) -> bool:
    """Whether its prints carry a code: a print of a draft must never be told to hold because its issue does later."""
    return revision.state in PUBLISHED or (revision.state == "approved" and revision.valid_from is not None)


def address_of(revision: Revision) -> str:
    """The whole address the code leads to, as people outside the house type it."""
    return outside(url_for("standing.show", token=revision.token))


def outside(url: str) -> str:
    """An address on this install, whole, as people outside the house type it."""
    parts = urlsplit(url)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    base = urlsplit(current_app.config["SETTINGS"].base_url).path.rstrip("/")
    return urljoin(current_app.config["SETTINGS"].base_url, path if path.startswith(base) else base + path)


def drawn(revision: Revision) -> Markup:
    """The code as a drawing for pages and PDF."""
    return drawn_link(address_of(revision), _("Code that tells whether this issue still holds"))


def drawn_link(address: str, name: str = "") -> Markup:
    """Any address as a code to scan; `name` says what it leads to, where no words stand beside it."""
    import segno

    matrix = segno.make(address, error="m", micro=False).matrix
    size = len(matrix) + 2 * BORDER
    dots = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(matrix) for x, one in enumerate(row) if one)
    return Markup(
        '<svg class="qr" viewBox="-{border} -{border} {size} {size}" shape-rendering="crispEdges" role="img" '
        'aria-label="{name}"><path d="{dots}"/></svg>'
    ).format(border=BORDER, size=size, dots=dots, name=name or _("Code to scan"))


def picture(revision: Revision) -> bytes:
    """The code as a PNG picture for Word files."""
    import segno

    stream = BytesIO()
    segno.make(address_of(revision), error="m", micro=False).save(stream, kind="png", scale=8, border=BORDER)
    return stream.getvalue()
