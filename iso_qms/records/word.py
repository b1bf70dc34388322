"""The minutes of a disposal on paper, in the layout of Decree 30/2020/NĐ-CP; the places to sign stay empty."""

from __future__ import annotations

from collections.abc import Iterator

from iso_qms.clock import today
from iso_qms.i18n import _, speaking
from iso_qms.organisation.agencies import Agency
from iso_qms.paper import Paper
from iso_qms.records.models import Disposal, RecordSeries

BLANK = "……………………………………"


def minutes(disposal: Disposal, *, agency: Agency) -> bytes:
    """What is disposed of, how, and who decided, did and saw it; Vietnamese, for it is a paper of the agency."""
    with speaking("vi"):
        paper = Paper(str(disposal))
        number = f"Số: {disposal.number:02d}/BB-TH"
        day = disposal.carried_out_on or today()
        paper.head(body=agency.name, superior=agency.superior, number=number, place=agency.place, day=day)
        paper.title(_("MINUTES"), _("on the disposal of records whose term is over"))
        for lead, text in _facts(disposal):
            paper.line(text, lead=f"{lead}:")
        heads = [_("No."), _("Records"), _("Unit"), _("Closed on"), _("Kept"), _("Kept until")]
        lines = [_line(number, one) for number, one in enumerate(disposal.series, start=1)]
        paper.table(heads, lines, widths=(1.0, 6.0, 3.6, 2.2, 1.7, 2.2))
        sides = [(_("Carried out by"), disposal.carried_out_by), (_("Approved by"), disposal.approved_by)]
        hint = _("(signature, full name)")
        paper.signatures([*((side, hint, who.name if who else "") for side, who in sides), (_("Witnesses"), hint, "")])
        return paper.data()


def _facts(disposal: Disposal) -> Iterator[tuple[str, str]]:
    yield _("How"), disposal.method
    yield _("Proposed by"), f"{disposal.proposed_by.name}, {disposal.proposed_on:%d/%m/%Y}"
    approved = disposal.approved_by
    yield _("Approved by"), f"{approved.name}, {disposal.approved_on:%d/%m/%Y}" if approved else BLANK
    carried_out = disposal.carried_out_on
    yield _("Carried out on"), f"{carried_out:%d/%m/%Y}" if carried_out else BLANK
    yield _("Who was there"), "; ".join(disposal.witnesses.splitlines()) or BLANK
    if disposal.note:
        yield _("Note"), disposal.note


def _line(number: int, one: RecordSeries) -> list[str]:
    until = f"{one.keep_until:%d/%m/%Y}" if one.keep_until else "–"
    extent = f" ({one.extent})" if one.extent else ""
    return [str(number), one.title + extent, one.unit.name, f"{one.closed_on:%d/%m/%Y}", one.kind.term, until]
