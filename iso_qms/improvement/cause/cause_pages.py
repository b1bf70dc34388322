"""The page on which quality control keeps the classes of causes."""

from __future__ import annotations

from typing import Any

from flask import flash, render_template, url_for

from iso_qms.i18n import _
from iso_qms.improvement.cause.cause_classes import causes_of, set_cause_rules
from iso_qms.improvement.cause.cause_forms import CauseRulesForm
from iso_qms.improvement.room import room
from iso_qms.web import back_to, here, signed_in


@room.route("/causes", methods=["GET", "POST"], needs="improvement.classes")
def cause_classes() -> Any:
    """Add, rename and retire classes; set when a cause counts as coming back."""
    form = CauseRulesForm()
    if not form.is_submitted():
        form.show(causes_of(here().id))
    if form.validate_on_submit():
        with form.refusals():
            set_cause_rules(by=signed_in(), **form.values())
            flash(_("The classes were kept; causes given before keep theirs."))
            return back_to(url_for("improvement.cause_classes", agency=here().slug))
    return render_template("improvement/cause_classes.html", form=form), form.status
