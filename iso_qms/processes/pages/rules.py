"""The rules of consistency: what each finds, which the agency leaves out and why, switching one off and on again."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, render_template, url_for

from iso_qms.i18n import _
from iso_qms.processes.checking import RULES, SEVERITIES
from iso_qms.processes.checking.words import ABOUT
from iso_qms.processes.models import RuleSwitch
from iso_qms.processes.room import room
from iso_qms.processes.rule_forms import RuleOffForm
from iso_qms.processes.switching import RIGHT, switch_off, switch_on, switches
from iso_qms.web import back_to, here, signed_in


@room.route("/rules", needs="processes.read")
def rules() -> Any:
    """Every rule with its weight, what it finds, an example, and whether it is asked."""
    past: dict[str, list[RuleSwitch]] = {}
    for one in switches():
        past.setdefault(one.rule, []).append(one)
    off = {one.rule: one for each in past.values() for one in each if one.on_at is None}
    return render_template(
        "processes/rules.html",
        # What is left out stands first: it is what whoever comes here has to know or to mend.
        rules=sorted(RULES.values(), key=lambda rule: rule.name not in off),
        weights=SEVERITIES,
        about=ABOUT,
        past=past,
        off=off,
        may_set=signed_in().may(RIGHT),
    )


@room.route("/rules/<name>", methods=["GET", "POST"], needs="processes.set_rules")
def rule_off(name: str) -> Any:
    """Switch a rule off, with a reason."""
    rule, form = RULES.get(name) or abort(404), RuleOffForm()
    if form.validate_on_submit():
        with form.refusals():
            switch_off(name, by=signed_in(), reason=form.reason.data or "")
            flash(_("Switched off: %(rule)s.", rule=rule.label))
            return back_to(_url())
    return render_template("processes/rule_off.html", form=form, rule=rule, about=ABOUT[name], back=_url()), form.status


@room.route("/rules/<name>/on", methods=["POST"], needs="processes.set_rules")
def rule_on(name: str) -> Any:
    """Ask a rule again."""
    rule = RULES.get(name) or abort(404)
    switch_on(name, by=signed_in())
    flash(_("Switched on again: %(rule)s.", rule=rule.label))
    return back_to(_url())


def _url() -> str:
    return url_for("processes.rules", agency=here().slug)
