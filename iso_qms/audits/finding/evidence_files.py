"""Files of a finding: pictures go with one on hours or conduct only when nobody can be recognised on them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from iso_qms.audits.conduct.conduct_rules import photos_of_people_allowed
from iso_qms.audits.finding.findings import NAMING, Finding
from iso_qms.blobs import Attachment, attach
from iso_qms.i18n import _
from iso_qms.organisation.people import Person
from iso_qms.workflow import Incomplete

ENDINGS = (".heic", ".heif", ".avif", ".gif", ".bmp", ".tif", ".tiff", ".jpg", ".jpeg", ".png", ".webp")
"""Pictures by name, because not every kind is known by its content."""


def attach_papers(
    finding: Finding, files: Iterable[Any], *, by: Person, nobody_on_them: bool = False, to: Any = None
) -> list[Attachment]:
    """Attach files to a finding or to a reply of it (`to`), private where it names somebody."""
    given = [one for one in files if one is not None and one.filename]
    made = attach(to or finding, given, by=by, private=finding.is_private)
    if finding.kind in NAMING:
        demand_nobody_on(made, agency_id=finding.agency_id, said=nobody_on_them)
    return made


def demand_nobody_on(files: Iterable[Attachment], *, agency_id: int, said: bool) -> None:
    """Refuse pictures on which people may be recognised, where the agency keeps none and nobody said there are none."""
    pictures = any(one.mimetype.startswith("image/") or one.name.lower().endswith(ENDINGS) for one in files)
    if pictures and not said and not photos_of_people_allowed(agency_id):
        raise Incomplete(
            _("Pictures of people are off here: say that nobody can be recognised on it, or leave it out.")
        )
