"""The base of every form in the room."""

from __future__ import annotations

from typing import Any

from iso_qms.i18n import _l
from iso_qms.web import HouseForm, papers

WHY_CORRECTED = _l("Why it is corrected")


class ActForm(HouseForm):
    """The base of every form here: whatever is done, papers may go with it."""

    files = papers()

    def values(self) -> dict[str, Any]:
        """What was typed, as the operation takes it; the papers are kept beside it."""
        return {name: field.data for name, field in self._fields.items() if name not in ("csrf_token", "files")}
