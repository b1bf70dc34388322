"""The look: rules every template and style sheet keeps, and what the building blocks promise."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from itertools import product
from pathlib import Path
from types import SimpleNamespace as Thing
from typing import Any

import pytest
from babel.messages.pofile import read_po
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.ext import babel_extract
from wtforms import DecimalField, FieldList, Form, FormField, RadioField, StringField
from wtforms.validators import InputRequired

from iso_qms.documents.comparison.difference import compare, plain_fields
from iso_qms.documents.comparison.tables import compare_parts
from iso_qms.documents.comparison.telling import tell

ROOT = Path(__file__).parent.parent
TEMPLATES, STATIC = ROOT / "templates", ROOT / "iso_qms" / "static"
PAGES = sorted(TEMPLATES.rglob("*.html"))
BLOCKS = [
    TEMPLATES / "base.html",
    TEMPLATES / "error.html",
    *TEMPLATES.glob("_*.html"),
    *TEMPLATES.glob("_parts/*.html"),
]
SHEETS = sorted(STATIC.glob("*.css"))


def _name(place: Path) -> str:
    return str(place.relative_to(ROOT))


def _uncommented(text: str) -> str:
    return re.sub(r"\{#.*?#\}|/\*.*?\*/", "", text, flags=re.DOTALL)


# ── Rules ──


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_a_page_holds_no_style_and_no_script_of_its_own(page: Path) -> None:
    text = _uncommented(page.read_text(encoding="utf-8"))
    assert not re.search(r"\sstyle\s*=|<style|\son[a-z]+\s*=\s*[\"']|javascript:", text), "strict CSP forbids it"
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text)), "strict CSP forbids inline scripts"


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_the_building_blocks_are_imported_by_one_name(page: Path) -> None:
    # m.person and m.day, imported bare, would hide the person signed in and the filter.
    assert not re.search(r"from\s+[\"']_macros", _uncommented(page.read_text(encoding="utf-8"))), (
        'write {% import "_macros.html" as m %}'
    )


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_every_drawing_named_exists(page: Path) -> None:
    drawn = set(
        re.findall(r'^ {4}"(\w+)":', (TEMPLATES / "_icons.html").read_text(encoding="utf-8"), flags=re.MULTILINE)
    )
    text = _uncommented(page.read_text(encoding="utf-8"))
    named = set(re.findall(r"\bicon\(\"(\w+)\"|\bicon=\"(\w+)\"", text)) if page.name != "_icons.html" else set()
    assert {a or b for a, b in named} <= drawn


@pytest.mark.parametrize("sheet", SHEETS, ids=_name)
def test_colours_are_decided_in_the_tokens_alone(sheet: Path) -> None:
    if sheet.name == "tokens.css":
        return
    rules = re.findall(r"([^{}]+)\{([^{}]*)\}", _uncommented(sheet.read_text(encoding="utf-8")))
    loose = [rule.strip() for rule, body in rules if re.search(r"#[0-9a-f]{3,8}\b|rgba?\(|hsl", body)]
    assert [rule for rule in loose if ".paper" not in rule and ".qr" not in rule] == []


def test_every_sheet_font_and_token_named_is_there() -> None:
    styles = {sheet.name: _uncommented(sheet.read_text(encoding="utf-8")) for sheet in SHEETS}
    named = re.findall(
        r'"([\w-]+\.(?:css|js|svg))"', (TEMPLATES / "base.html").read_text(encoding="utf-8").replace("'", '"')
    )
    fonts = re.findall(r'url\("([^"]+)"\)', styles["tokens.css"])
    assert len(named) > 5 and len(fonts) == 4
    assert [file for file in [*named, *fonts] if not (STATIC / file).is_file()] == []
    known = set(re.findall(r"(--[\w-]+):", " ".join(styles.values())))
    assert set(re.findall(r"var\((--[\w-]+)\)", " ".join(styles.values()))) <= known


def test_every_class_of_the_building_blocks_is_dressed() -> None:
    dressed = set(
        re.findall(r"\.([a-z][\w-]*)", " ".join(_uncommented(sheet.read_text(encoding="utf-8")) for sheet in SHEETS))
    )
    worn: set[str] = set()
    for block in BLOCKS:
        text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", " ", _uncommented(block.read_text(encoding="utf-8")))
        worn |= {word for value in re.findall(r'\bclass="([^"]*)"', text) for word in value.split()}
    assert sorted(worn - dressed) == []


def test_every_building_block_is_described() -> None:
    text = (TEMPLATES / "_macros.html").read_text(encoding="utf-8")
    table = text[: text.index("-#}")]
    offered = re.findall(r"set (\w+) = \w+\.\w+", text)
    assert [name for name in offered if not re.search(rf"^  {name}\(", table, flags=re.MULTILINE)] == []


def test_every_word_of_the_frame_is_translated() -> None:
    with (ROOT / "iso_qms/translations/vi/look.po").open("rb") as source:
        catalogue = [entry for entry in read_po(source, locale="vi") if entry.id and entry.string and all(entry.string)]
    translated = {entry.id if isinstance(entry.id, str) else entry.id[0] for entry in catalogue}
    wanted = set()
    for block in BLOCKS:
        with block.open("rb") as source:
            for _line, _call, message, _notes in babel_extract(source, ["_", "ngettext"], [], {}):
                wanted.add(message[0] if isinstance(message, tuple) else message)
    assert wanted <= translated


# ── Contrast: WCAG 2.2, 1.4.3 and 1.4.11 ──


def _colours() -> dict[str, tuple[str, str]]:
    pairs = re.findall(
        r"--([\w-]+):\s*light-dark\((#\w{6}), (#\w{6})\)", (STATIC / "tokens.css").read_text(encoding="utf-8")
    )
    return {name: (light, dark) for name, light, dark in pairs}


def _light(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    high, low = sorted((_light(one), _light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_every_text_can_be_read_on_every_ground(scheme: int) -> None:
    colours = _colours()
    tones = ("lam", "done", "wait", "late", "keep", "calm", "ins", "del")
    pairs = [*product(("ink", "ink-2", *tones), ("desk", "sheet", "sunk", "raised"))]
    pairs += [(tone, f"{tone}-soft") for tone in tones] + [("ink", f"{tone}-soft") for tone in tones]
    pairs += [("on-lam", "lam"), ("sheet", "ink"), ("sheet", "late"), ("on-heat-3", "heat-3"), ("on-heat-4", "heat-4")]
    faint = {pair: _contrast(colours[pair[0]][scheme], colours[pair[1]][scheme]) for pair in pairs}
    assert {pair: ratio for pair, ratio in faint.items() if ratio < 4.5} == {}
    edges = {
        ground: _contrast(colours["line-2"][scheme], colours[ground][scheme]) for ground in ("desk", "sheet", "sunk")
    }
    assert {ground: ratio for ground, ratio in edges.items() if ratio < 3} == {}


# ── What the blocks promise ──


class Step(Form):
    title = StringField("Step", [InputRequired("Name the step.")])
    days = DecimalField("Days")


class Draft(Form):
    title = StringField("Title", [InputRequired("Give it a title.")], description="As printed.")
    kind = RadioField("Kind", choices=["Procedure", "Form"])
    steps = FieldList(FormField(Step), "Steps", min_entries=2)


def _ngettext(one: str, many: str, number: int, **values: Any) -> str:
    return (one if number == 1 else many) % {"num": number, **values}


@pytest.fixture
def render() -> Callable[..., str]:
    house = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)
    house.globals.update(
        _=lambda text, **values: text % values if values else text,
        ngettext=_ngettext,
        csrf_token=lambda: "token",
        sheet=lambda: "mark",
    )
    house.globals.update(
        told=lambda changes, first: tell(changes, is_row=lambda kind: False, render=plain_fields, first=first),
        compare_parts=compare_parts,
    )
    house.filters.update(
        day=lambda value: f"{value:%d/%m/%Y}",
        moment=lambda value: f"{value:%d/%m/%Y %H:%M}",
        weekday=lambda value: f"{value:%A}",
        number=str,
    )

    def rendered(source: str, **values: Any) -> str:
        page = house.from_string('{% import "_macros.html" as m %}' + source).render(**values)
        return re.sub(r"\s+", " ", page)

    return rendered


def test_an_error_stands_at_its_field_and_links_to_it(render: Callable[..., str]) -> None:
    form = Draft(data={})
    form.validate()
    page = render("{{ m.error_summary(form) }}{{ m.field(form.title) }}", form=form)
    assert '<a href="#title">Give it a title.</a>' in page
    assert '<a href="#steps-1-title">Name the step.</a>' in page
    assert 'aria-describedby="title-hint title-wrong"' in page and 'aria-invalid="true"' in page
    assert page.count("Give it a title.") == 2


def test_a_form_without_errors_says_nothing_of_errors(render: Callable[..., str]) -> None:
    page = render("{{ m.error_summary(form) }}{{ m.field(form.title) }}", form=Draft())
    assert "aria-invalid" not in page and 'class="errors"' not in page


def test_radios_stand_in_a_named_group(render: Callable[..., str]) -> None:
    page = render("{{ m.field(form.kind) }}", form=Draft())
    assert "<legend>Kind</legend>" in page and page.count('type="radio"') == 2


def test_rows_bring_a_blank_one_and_leave_the_form_as_it_was(render: Callable[..., str]) -> None:
    form = Draft()
    source = '{% call(row, n) m.rows(form.steps, "Add a step") %}{{ m.field(row.form.title) }}{% endcall %}'
    page = render(source, form=form)
    assert len(form.steps) == 2 and 'name="steps-2-title"' in page[page.index("<template>") :]
    assert 'name="row_action" value="remove:1"' in page and 'name="row_action" value="add"' in page
    assert re.search(r"<button[^>]*>", page)[0].startswith('<button class="unseen"'), "Enter must not move a row"  # type: ignore[index]


def _move(name: str, **more: Any) -> Thing:
    usual = {"consequence": "", "blocked": None, "asks_reason": False, "signs": False, "primary": False}
    return Thing(move=Thing(name=name, label=name), **usual | more)


def test_moves_are_forms_links_or_reasons(render: Callable[..., str]) -> None:
    moves = [_move("hold"), _move("approve", signs=True), _move("withdraw", blocked="Two cases still run.")]
    page = render('{{ m.move_buttons(thing, moves, "/moves/") }}', thing=Thing(state=Thing(name="draft")), moves=moves)
    assert page.count('<form method="post" action="/moves/hold">') == page.count("<form") == 1
    assert (
        'name="csrf_token" value="token"' in page
        and 'name="sheet" value="mark"' in page
        and 'name="state" value="draft"' in page
    )
    assert '<a class="button whole" href="/moves/approve">' in page
    assert 'aria-disabled="true"' in page and "Two cases still run." in page and "/moves/withdraw" not in page


def test_what_is_complete_is_quiet(render: Callable[..., str]) -> None:
    assert "<svg" not in render("{{ m.portion(40, 40) }}") and "<svg" not in render("{{ m.portion(0, 0) }}")
    assert 'width="47.5"' in render("{{ m.portion(19, 40) }}")


def test_a_day_says_how_far_and_why(render: Callable[..., str]) -> None:
    why = [(date(2026, 11, 23), False, "day of receipt"), (date(2026, 11, 24), True, "day 1")]
    page = render(
        "{{ m.day(day, why=why, left=1) }}{{ m.day(at, late=2) }}",
        day=why[1][0],
        why=why,
        at=datetime(2026, 11, 20, 17),
    )
    assert "Tuesday 24/11/2026" in page and "1 working day left" in page
    assert "Friday 20/11/2026 17:00" in page and "2 working days late" in page
    assert 'class="skipped"' in page and 'class="due"' in page


def _block(number: int, text: str) -> Thing:
    return Thing(block_id=number, kind="text", position=number, content={"text": text})


def test_a_redline_marks_words_and_counts_the_unchanged(render: Callable[..., str]) -> None:
    old = [_block(1, "Same."), _block(2, "Within 05 days."), _block(3, "<b>Gone.</b>")]
    changes = compare(old, new=[_block(1, "Same."), _block(2, "Within 03 days.")])
    page = render('{{ m.redline(changes, "you", {2: {"place": "5.b", "mine": True}}) }}', changes=changes)
    assert "1 block unchanged" in page and "Same." not in page
    assert "<del>05</del> <ins>03</ins> days." in page and "5.b" in page and "part for you" in page
    assert "<del>&lt;b&gt;Gone.&lt;/b&gt;</del>" in page


def test_names_stay_out_of_a_history_that_has_none(render: Callable[..., str]) -> None:
    entries = [Thing(at=datetime(2026, 11, 18, 8), who=None, sentence="was raised", reason="")]
    assert "</time><span><b>was raised</b></span>" in render("{{ m.history(entries) }}", entries=entries)
