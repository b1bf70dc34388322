"""The base of every form in the room."""

from __future__ import annotations

from typing import Any

from wtforms import StringField

from iso_qms.i18n import _l
from iso_qms.web import HouseForm, papers

WHY_CORRECTED = _l("Why it is corrected")


class ActForm(HouseForm):
    """The base of every form here: whatever is done, papers may go with it."""

    files = papers()

    def values(self) -> dict[str, Any]:
        """What was typed, as the operation takes it; the papers are kept beside it."""
        return {name: _typed(field) for name, field in self._fields.items() if name not in ("csrf_token", "files")}


def _typed(field: Any) -> Any:
    # A button that sends its form without a remark, as those of the board do, says nothing rather than none.
    return field.data or "" if isinstance(field, StringField) else field.data
