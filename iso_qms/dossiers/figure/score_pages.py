"""The score card of a span, as a page, Excel and Word, and the page on which its weights are set."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from flask import Response, flash, render_template, request, url_for
from markupsafe import Markup
from wtforms import IntegerField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from iso_qms import charts
from iso_qms.blobs import WORD
from iso_qms.citizens.survey.survey_results import overall_between
from iso_qms.citizens.survey.survey_results import together as satisfied_together
from iso_qms.clock import now, today
from iso_qms.dossiers.figure.counted import Asked
from iso_qms.dossiers.figure.figure_pages import DossierSpanForm, span_of
from iso_qms.dossiers.figure.figure_tables import cell_of
from iso_qms.dossiers.figure.score_card import LINES, Card, Rate, Scored, Weight, scored
from iso_qms.dossiers.figure.score_rules import MOST_WORDS, NO_BASIS, rules_of, set_weights
from iso_qms.dossiers.figure.score_word import score_docx
from iso_qms.dossiers.figure.tallied import tallied, together
from iso_qms.dossiers.room import room
from iso_qms.i18n import _
from iso_qms.web import HouseForm, attachment_answer, back_to, here, kept_filters, signed_in
from iso_qms.web.figures import Figure, excel_of


@room.route("/score", needs="dossiers.read")
def score() -> Any:
    """The marks of a span, line by line, with the weights they rest on and the lines nobody knows the rate of."""
    if back := kept_filters("dossier score"):
        return back
    asked, card, basis = _asked()
    return render_template(
        "dossiers/score.html",
        form=DossierSpanForm(asked),
        typed=[(key, LINES[key].label, request.args.get(key, "")) for key in LINES if not LINES[key].part],
        span=span_of(asked),
        figure=_figure(card, asked),
        notes=_said(card, basis),
        basis=basis,
        filtered=bool(any(request.args.values())),
    )


@room.route("/score.xlsx", needs="dossiers.read")
def score_excel() -> Response:
    """The card as Excel."""
    asked, card, basis = _asked()
    figure = _figure(card, asked)
    figure.rows.extend([words] + [""] * (len(figure.heads) - 1) for words in _said(card, basis))
    return excel_of(figure)


@room.route("/score.docx", needs="dossiers.read")
def score_word() -> Response:
    """The card as Word."""
    asked, card, basis = _asked()
    data = score_docx(_figure(card, asked), _said(card, basis), span=span_of(asked), agency=here())
    return attachment_answer(data, name=f"{_('Score card 766')} {span_of(asked)}.docx", mimetype=WORD)


@room.route("/score/weights", methods=["GET", "POST"], needs="dossiers.score")
def score_weights() -> Any:
    """What each line weighs, and what that rests on."""
    weights, basis = rules_of(here().id)
    form = _weights_form(weights, basis)
    if form.validate_on_submit():
        with form.refusals():
            given = {key: Weight(form[f"{key}-weight"].data, form[f"{key}-full"].data) for key in LINES}
            set_weights(given, basis=form.basis.data or "", by=signed_in())
            flash(_("The weights were set; the card is reckoned by them from now on."))
            return back_to(url_for(".score", agency=here().slug))
    return render_template("dossiers/score_weights.html", form=form, lines=LINES), form.status


def _asked() -> tuple[Asked, Card, str]:
    asked = Asked.of(request.args, today=today())
    numbers = together(tallied(asked, "unit", person=signed_in(), at=now()))
    weights, basis = rules_of(here().id)
    return asked, scored(weights, numbers, _typed(), _surveyed(asked)), basis


def _surveyed(asked: Asked) -> dict[str, Rate]:
    """The satisfaction that surveys of this system found in the span, where enough answered."""
    found = overall_between(asked.span.first, asked.span.last, unit_id=asked.unit or 0)
    whole = satisfied_together(list(found.values()))
    return {"satisfied": Rate(Fraction(whole.satisfied), whole.answered)} if found else {}


def _typed() -> dict[str, Fraction]:
    """The rates in per cent that stand in the address; what is none is left out."""
    found = {}
    for key, line in LINES.items():
        told = "" if line.part else request.args.get(key, "").strip().replace(",", ".").removesuffix("%").strip()
        if told.replace(".", "", 1).isdecimal() and len(told) < 10 and Fraction(told) <= 100:
            found[key] = Fraction(told)
    return found


def _figure(card: Card, asked: Asked) -> Figure:
    heads = [_("Indicator"), _("Met"), _("Of"), _("Rate"), _("Full marks from"), _("Most marks"), _("Marks")]
    rows = [_row(one, asked) for one in card.lines]
    rows.append([_("Together"), "", "", "", "", card.reachable, _number(card.marks)])
    title = _("Score card 766, %(span)s", span=span_of(asked))
    return Figure("score", title, "", Markup(""), heads, rows)


def _row(one: Scored, asked: Asked) -> list[Any]:
    marks = "–" if one.marks is None else _number(one.marks)
    weighed = [f"{one.weight.full_at} %", one.weight.weight, marks]
    return [str(LINES[one.key].label), *_counts(one, asked), _rate(one), *weighed]


def _counts(one: Scored, asked: Asked) -> list[Any]:
    """How many of how many, each with what it counts: dossiers, or answers of surveys; a dash where nothing says it."""
    if one.rate is None or one.rate.is_typed:
        return ["–", "–"]
    line, counts = LINES[one.key], (int(one.rate.part), one.rate.whole)
    if not line.part:
        may_look = signed_in().may("citizens.feedback")
        return [(count, url_for("surveys.index", agency=here().slug)) if may_look else count for count in counts]
    return [cell_of(asked, name, count) for name, count in zip((line.part, line.whole), counts, strict=True)]


def _rate(one: Scored) -> str:
    if one.rate is None:
        return _("not known")
    return _("%(share)s, typed", share=_percent(one.rate)) if one.rate.is_typed else _percent(one.rate)


def _percent(rate: Rate) -> str:
    return charts.percent(float(rate.share))


def _number(marks: Fraction) -> str:
    return charts.shown(round(float(marks), 2))


def _said(card: Card, basis: str) -> list[str]:
    """What one must know to read the card."""
    marks = {"marks": _number(card.marks), "reachable": card.reachable}
    said = [_("%(marks)s marks of the %(reachable)s that the known lines weigh.", **marks)]
    if card.missing:
        lines = "; ".join(str(LINES[key].label) for key in card.missing)
        said.append(_("No rate is known of: %(lines)s. These lines count neither as marks nor as nought.", lines=lines))
    if any(one.key == "satisfied" and one.rate and not one.rate.is_typed for one in card.lines):
        said.append(
            _("Satisfaction: who answered 4 or 5 all in all, of those who answered surveys; a typed rate goes before.")
        )
    said.append(_("From the limit on a line earns its full weight, below it the share of the limit it has reached."))
    said.append(_("The weights rest on: %(basis)s.", basis=basis) if basis else _unverified())
    return said


def _unverified() -> str:
    return _(
        "UNVERIFIED: weights and limits are those found in public texts about decision 766/QĐ-TTg, not checked against "
        "the decision. Whoever sets them names the text they rest on."
    )


def _weights_form(weights: dict[str, Weight], basis: str) -> Any:
    words = _("A whole number from %(least)s to %(most)s.")
    fields: dict[str, Any] = {}
    for key in LINES:
        for name, label, least, value in (
            ("weight", _("Most marks"), 0, weights[key].weight),
            ("full", _("Full marks from a rate in per cent of"), 1, weights[key].full_at),
        ):
            told = words % {"least": least, "most": 100}
            rules = [InputRequired(told), NumberRange(least, 100, told)]
            fields[f"{key}-{name}"] = IntegerField(label, rules, default=value, description=told)
    about = _("Number and day of the text, and where it says so.")
    fields["basis"] = StringField(
        _("What the weights rest on"),
        [InputRequired(NO_BASIS), Length(max=MOST_WORDS)],
        default=basis,
        description=about,
    )
    return type("WeightsForm", (HouseForm,), fields)()
