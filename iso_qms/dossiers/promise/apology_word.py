"""The apology on paper: form 04 of Circular 03/2025/TT-VPCP, in the layout of Decree 30/2020/NĐ-CP.

It is a paper of the agency, so it speaks Vietnamese. Name, number and signature are written by hand: of the applicant
nothing is kept here, and signing in this system is no digital signature.
"""

from __future__ import annotations

from iso_qms.clock import today
from iso_qms.dossiers.promise.apologies import Apology
from iso_qms.i18n import _, speaking
from iso_qms.layouts import Values
from iso_qms.layouts.operations import filled
from iso_qms.layouts.saying import Saying
from iso_qms.organisation.agencies import Agency
from iso_qms.paper import Paper, short_day, written

BLANK = "……………………………………………………"


def slip(one: Apology, *, agency: Agency) -> bytes:
    """The slip to be signed by hand and given to the applicant."""
    with speaking("vi"):
        values = slip_values(one, agency=agency)
        return filled("apology", lambda: values) or draw(Saying(values))


def draw(said: Saying) -> bytes:
    """The slip on the sheet of the system."""
    paper = Paper(said["number"])
    paper.head(
        body=said["agency"],
        superior=said.optional("superior"),
        number=f"Số: {said['number']}/PXL",
        dated=said.place_and_day("day"),
    )
    paper.title(_("APOLOGY"), _("and request for more time to answer"))
    for label in (_("To"), _("Identity or tax number"), _("Address, telephone")):
        paper.line(BLANK, lead=f"{label}:")
    paper.line(
        _(
            "On %(day)s %(agency)s received your dossier for the administrative procedure %(procedure)s, "
            "code of the dossier %(code)s.",
            day=said["received_on"], agency=said["agency"], procedure=said["procedure"], code=said["code"],
        ),
        indent=True,
    )  # fmt: skip
    paper.line(said["due_on"], lead=_("The result was promised for:"))
    paper.line(said["unit"], lead=_("It is handled by:"))
    paper.line(f"{said['reason_kind']}. {said['reason']}", lead=_("It cannot be answered by that day because:"))
    paper.line(
        _(
            "%(agency)s apologises to you for this delay and asks you to allow it until %(day)s to answer. "
            "This day will not be moved again.",
            agency=said["agency"], day=said["new_due_on"],
        ),
        indent=True,
    )  # fmt: skip
    paper.line("")
    paper.closing([_("the addressee"), _("the one-stop desk"), _("file")], signer=_("Head of the agency or unit"))
    return paper.data()


def slip_values(one: Apology, *, agency: Agency) -> Values:
    """What the slip says, by name."""
    return {
        "agency": agency.name,
        "superior": agency.superior,
        "place": agency.place,
        "day": written(one.signed_on or today()),
        "number": f"{one.number:02d}",
        "code": one.dossier_code,
        "procedure": one.document.title if one.document else one.procedure,
        "unit": one.unit.name,
        "received_on": short_day(one.received_on),
        "due_on": short_day(one.due_on),
        "reason_kind": str(one.reason_label),
        "reason": one.reason,
        "new_due_on": short_day(one.new_due_on),
    }
