"""The story of surveys: one that has ended, with a unit where too few answered, and one that runs."""

from __future__ import annotations

from sqlalchemy import select

from iso_qms.citizens.survey import asking
from iso_qms.citizens.survey.asking import Given
from iso_qms.citizens.survey.surveys import USUAL, SurveySlip
from iso_qms.db import db
from iso_qms.demo.story import Diary, Story, on

DIARY: Diary = []
KEYS = tuple(USUAL)


def _given(*rows: str) -> list[Given]:
    """Answers as they are typed: a digit for each question, the overall one last, a dot where it was left blank."""
    found = []
    for row in rows:
        scores = {key: int(digit) for key, digit in zip(KEYS, row[:-1], strict=True) if digit != "."}
        found.append(Given(scores, None if row[-1] == "." else int(row[-1])))
    return found


@on(DIARY, -62, "09:00")
def the_first_begins(story: Story) -> None:
    """In three units, with slips from a pile."""
    quality = story.people["laikt"]
    one = asking.begin(
        "Khảo sát hài lòng, đợt một",
        by=quality,
        first_on=story.day(-62),
        last_on=story.day(-52),
        units=[story.units[key] for key in ("trung-tam", "ho-tich", "kinh-te")],
        asks=[str(words) for words in USUAL.values()],
    )
    for key, asked in (("trung-tam", 30), ("ho-tich", 12), ("kinh-te", 10)):
        asking.note_asked(one, by=quality, unit=story.units[key], asked=asked)
    story.things["first survey"] = one


@on(DIARY, -51, "14:00")
def its_slips_are_typed(story: Story) -> None:
    """Of one unit too few came back to be shown."""
    quality, one = story.people["laikt"], story.things["first survey"]
    back = {
        "trung-tam": ("43544", "32433", "53554", "42.44", "21522", "33543", "54555", "43444", "32433", "42544"),
        "ho-tich": ("55555", "44554", "54455", "45544", "53554", "44433"),
        "kinh-te": ("32433", "43544"),
    }
    for key, rows in back.items():
        asking.take_in(one, by=quality, unit=story.units[key], given=_given(*rows))
    asking.close(one, by=quality)


@on(DIARY, -12, "08:45")
def the_second_begins(story: Story) -> None:
    """With printed slips, each with a link that can be used once."""
    quality = story.people["laikt"]
    one = asking.begin(
        "Khảo sát hài lòng, đợt hai",
        by=quality,
        first_on=story.day(-12),
        last_on=story.due(10),
        units=[story.units[key] for key in ("trung-tam", "ho-tich")],
        asks=asking.usual_words(),
    )
    asking.print_slips(one, by=quality, unit=story.units["trung-tam"], number=12)
    asking.note_asked(one, by=quality, unit=story.units["ho-tich"], asked=15)
    story.things["second survey"] = one


@on(DIARY, -6, "16:10")
def it_is_answered(story: Story) -> None:
    """By telephone and on paper."""
    one = story.things["second survey"]
    mine = SurveySlip.survey_id == one.id
    slips = db.session.scalars(select(SurveySlip).where(mine).order_by(SurveySlip.number).limit(3)).all()
    for slip, given in zip(slips, _given("54555", "44544", "53454"), strict=True):
        asking.answer(slip, given)
    quality = story.people["laikt"]
    typed = {
        "trung-tam": ("44554", "54545", "32433", "45544"),
        "ho-tich": ("55555", "45454", "54545", "43544", "55455"),
    }
    for key, rows in typed.items():
        given_here = _given(*rows)
        if key == "trung-tam":  # On paper too, with the numbers behind those that were scanned.
            given_here = [each._replace(slip=number) for number, each in enumerate(given_here, start=4)]
        asking.take_in(one, by=quality, unit=story.units[key], given=given_here)
