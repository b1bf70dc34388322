"""The print pack of a visit, as a page and as a PDF; for its team alone, like what a phone takes along."""

from __future__ import annotations

from typing import Any

from flask import abort, render_template
from sqlalchemy.orm import joinedload

from iso_qms.audits.checklist.checklists import ANSWERS
from iso_qms.audits.finding.findings import GRADES
from iso_qms.audits.models import KINDS, METHODS, Inspection
from iso_qms.audits.room import room
from iso_qms.audits.topics import TOPICS
from iso_qms.audits.visit.pack import pack_of
from iso_qms.clock import as_local, now
from iso_qms.i18n import _, language
from iso_qms.press import PDF, Edges, pdf_of
from iso_qms.web import attachment_answer, find, signed_in


@room.route("/inspections/<int:number>/pack", needs="audits.inspect")
def pack(number: int) -> Any:
    """Everything on paper: plan, rosters, checklists to fill in, earlier findings, procedures in force."""
    return render_template("audits/pack.html", **_facts(number))


@room.route("/inspections/<int:number>/pack.pdf", needs="audits.inspect")
def pack_file(number: int) -> Any:
    """The same as a PDF, its pages numbered."""
    facts = _facts(number)
    inspection = facts["inspection"]
    name = _("Print pack %(code)s", code=inspection.code)
    edges = Edges(
        title=name,
        left=f"{inspection.code} · {_('For the team only')}",
        middle=f"{as_local(now()):%d/%m/%Y}",
        page=_("Page"),
        language=language(),
        at=as_local(now()),
    )
    sheet = render_template("audits/_pack.html", **facts)
    return attachment_answer(pdf_of(sheet, edges), name=f"{name}.pdf", mimetype=PDF)


def _facts(number: int) -> dict[str, Any]:
    inspection = find(Inspection, number, joinedload(Inspection.team))
    if not inspection.has_member(signed_in()):
        abort(404)
    found = pack_of(inspection, by=signed_in())
    words = {"KINDS": KINDS, "METHODS": METHODS, "TOPICS": TOPICS, "GRADES": GRADES, "ANSWERS": ANSWERS}
    return {"inspection": inspection, "pack": found, "printed_by": signed_in().name, "now": now()} | words
