"""A checklist of 200 questions of every kind, half of them answered, on the page of a visit, against a bare page.

The bare page is what anybody would write with Flask, SQLAlchemy and Jinja and nothing of the house: it reads the same
questions and answers as rows and draws the same fields, four radios and a note each. It asks nobody who they are and
what they may, knows no inspection, no team and no language, and has no frame.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from flask import Flask, render_template
from jinja2 import DictLoader
from sqlalchemy import create_engine, select

from benchmarks.figures import Figure, alternating
from benchmarks.pages import asked, tend
from iso_qms.audits import operations
from iso_qms.audits.checklist import checklists, library
from iso_qms.audits.checklist.asking import ANSWER_KINDS, ANSWERS, Asked, choices_in, tells_verdict
from iso_qms.audits.checklist.checklists import ChecklistAnswer, ChecklistQuestion, checklists_of
from iso_qms.clock import today
from iso_qms.db import db, transaction
from tests.audits.scenes import Scene
from tests.fixtures.places import PASSWORD, Place
from tests.fixtures.visitors import Visitor

QUESTIONS = 200
VALUES = {"verdict": "", "number": "3", "time": "07:45", "choice": "c1", "text": "Đúng", "evidence": "Sổ trực"}
BARE = """<!doctype html><title>Checklist</title><form method="post"><ul>{% for one in questions %}
{% set given = answers.get(one.id) %}<li><fieldset><legend>{{ one.vi }} <small>{{ one.basis }}</small></legend>
<p>{{ one.guidance_vi }}</p>{% if one.answer_kind == "choice" %}<select name="value-{{ one.id }}">
{% for each in one.choices %}<option value="{{ each.key }}"{{ " selected" if given and given.value == each.key }}>
{{ each.vi }}</option>{% endfor %}</select>{% elif one.answer_kind != "verdict" %}
<input name="value-{{ one.id }}" value="{{ given.value if given }}"> {{ one.unit_of_measure }}{% endif %}
{% for name in verdicts %}<label><input type="radio" name="answer-{{ one.id }}" value="{{ name }}"
{% if given and given.answer == name %} checked{% endif %}>{{ name }}</label>{% endfor %}
<textarea name="note-{{ one.id }}">{{ given.note if given }}</textarea></fieldset></li>{% endfor %}</ul></form>"""


def measure(app: Flask, place: Place, wanted: Any) -> Iterator[Figure]:
    """The page of one unit, beside its bare twin."""
    number = _visit(app, place)
    with app.app_context():
        tend()
    app.test_client_class = Visitor
    visitor = app.test_client()
    visitor.sign_in("inspector2", PASSWORD)
    path = f"/{place.agency}/audits/inspections/{number}/units/{place.units['centre']}/checklist"
    twin = _bare(app, number).test_client()
    house, bare = alternating(partial(asked, visitor, path), partial(asked, twin, "/"), seconds=wanted.seconds)
    yield Figure(f"a checklist of {QUESTIONS} questions", house, bare, "aim: under 100 ms")


def _visit(app: Flask, place: Place) -> int:
    with app.test_request_context(), transaction():
        scene = Scene(place)
        library.change_checklist("hours", [_question(n) for n in range(QUESTIONS)], by=scene.person("quality"))
        inspection, by = scene.planned(topics=["hours"], planned_on=today()), scene.person("inspector2")
        operations.start(inspection, by=by)
        given = [_given(one) for each in checklists_of(inspection) for one in each.questions[::2]]
        checklists.answer(inspection, given, unit=inspection.units[0], by=by)
        return inspection.id


def _question(n: int) -> Asked:
    kind = list(ANSWER_KINDS)[n // 2 % len(ANSWER_KINDS)]
    return Asked(
        f"Câu hỏi thứ {n} của bảng kiểm, dài như câu hỏi thật",
        f"Question {n} of the list, as long as a real one",
        "ISO 9001:2015, 8.5.1",
        guidance_vi="Xem sổ và hỏi hai người tại chỗ.",
        guidance_en="See the book, and ask two people.",
        answer_kind=kind,
        choices=choices_in("+ đúng | right\n- sai | wrong"),
        unit_of_measure="hồ sơ | dossiers",
        most="5" if kind == "number" else "",
    )


def _given(question: ChecklistQuestion) -> tuple[ChecklistQuestion, str, str, str]:
    said = "" if tells_verdict(question) else "conform"
    return question, said, "Hai người cùng xem.", VALUES[question.answer_kind]


def _bare(app: Flask, number: int) -> Flask:
    bare = Flask("bare")
    bare.jinja_loader = DictLoader({"checklist": BARE})  # type: ignore[assignment]
    with app.app_context():
        engine = create_engine(db.engine.url)
    questions, answers = ChecklistQuestion.__table__, ChecklistAnswer.__table__
    pinned = checklists.inspection_checklist
    of_visit = select(pinned.c.checklist_id).where(pinned.c.inspection_id == number)
    wanted = select(questions).where(questions.c.checklist_id.in_(of_visit)).order_by(questions.c.position)

    @bare.route("/")
    def page() -> str:
        with engine.connect() as connection:
            rows = connection.execute(wanted).all()
            given = connection.execute(select(answers).where(answers.c.inspection_id == number)).all()
        known = {one.question_id: one for one in given}
        return render_template("checklist", questions=rows, answers=known, verdicts=list(ANSWERS))

    return bare
