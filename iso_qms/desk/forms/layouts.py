"""What may be typed about the layouts of papers."""

from __future__ import annotations

from wtforms import FileField
from wtforms.validators import InputRequired

from iso_qms.i18n import _l
from iso_qms.web import HouseForm


class LayoutForm(HouseForm):
    """A template for a kind of paper."""

    file = FileField(
        _l("Word template"),
        [InputRequired(_l("Choose a Word file."))],
        description=_l("A .docx of at most 5 MB with names in double braces."),
    )
