"""The agency's choice whether everybody reads its apologies."""

from __future__ import annotations

from typing import Any

from flask import flash, render_template, url_for

from iso_qms.dossiers.promise.apology_forms import ListForm
from iso_qms.dossiers.promise.apology_list import USUAL_DAYS, choose_list, chosen_list
from iso_qms.dossiers.room import room
from iso_qms.i18n import _
from iso_qms.journal import history_of
from iso_qms.web import back_to, here, signed_in


@room.route("/apologies/list", methods=["GET", "POST"], needs="dossiers.publish")
def apology_list() -> Any:
    """Whether there is a public list, for how many days it shows an apology, and why."""
    row = chosen_list()
    form = ListForm(data={"is_shown": bool(row and row.days), "days": row.days or USUAL_DAYS if row else USUAL_DAYS})
    if form.validate_on_submit():
        with form.refusals():
            days = (form.days.data or 0) if form.is_shown.data else 0
            choose_list(days, reason=form.reason.data or "", by=signed_in())
            flash(_("Everybody reads the apologies now.") if days else _("There is no public list of apologies now."))
            return back_to(url_for("dossiers.apology_list", agency=here().slug))
    return render_template(
        "dossiers/apology_list.html", form=form, row=row, history=history_of(row) if row else []
    ), form.status
