"""The minutes of a disposal on paper, in the layout of Decree 30/2020/NĐ-CP; the places to sign stay empty."""

from __future__ import annotations

from collections.abc import Iterator

from iso_qms.clock import today
from iso_qms.i18n import _, speaking
from iso_qms.layouts import Values
from iso_qms.layouts.operations import filled
from iso_qms.layouts.saying import Saying
from iso_qms.organisation.agencies import Agency
from iso_qms.paper import Paper, written
from iso_qms.records.models import Disposal, RecordSeries

BLANK = "……………………………………"
COLUMNS = ("line", "records", "unit", "closed_on", "term", "until")
SIDES = ("title", "note", "names")


def minutes(disposal: Disposal, *, agency: Agency) -> bytes:
    """What is disposed of, how, and who decided, did and saw it; Vietnamese, for it is a paper of the agency."""
    with speaking("vi"):
        values = minutes_values(disposal, agency=agency)
        return filled("disposal", lambda: values) or draw(Saying(values))


def draw(said: Saying) -> bytes:
    """The minutes on the sheet of the system."""
    paper = Paper(said["title"])
    paper.head(
        body=said["agency"],
        superior=said.optional("superior"),
        number=f"Số: {said['number']}/BB-TH",
        dated=said.place_and_day("day"),
    )
    paper.title(_("MINUTES"), _("on the disposal of records whose term is over"))
    said.each(paper, "facts", lambda one: paper.line(one["text"], lead=f"{one['label']}:"))
    heads = [_("No."), _("Records"), _("Unit"), _("Closed on"), _("Kept"), _("Kept until")]
    paper.table(heads, said.rows("series", COLUMNS), widths=(1.0, 6.0, 3.6, 2.2, 1.7, 2.2))
    sides = ("sides[0]", "sides[1]", "sides[2]")
    paper.signatures([(said[f"{one}.title"], said[f"{one}.note"], said[f"{one}.names"]) for one in sides])
    return paper.data()


def minutes_values(disposal: Disposal, *, agency: Agency) -> Values:
    """What the minutes say, by name."""
    hint = _("(signature, full name)")
    sides = [(_("Carried out by"), disposal.carried_out_by), (_("Approved by"), disposal.approved_by)]
    signers = [*((side, hint, who.name if who else "") for side, who in sides), (_("Witnesses"), hint, "")]
    return {
        "agency": agency.name,
        "superior": agency.superior,
        "place": agency.place,
        "day": written(disposal.carried_out_on or today()),
        "number": f"{disposal.number:02d}",
        "title": str(disposal),
        "facts": [{"label": label, "text": text} for label, text in _facts(disposal)],
        "series": [
            dict(zip(COLUMNS, _line(number, one), strict=True)) for number, one in enumerate(disposal.series, start=1)
        ],
        "sides": [dict(zip(SIDES, one, strict=True)) for one in signers],
    }


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
