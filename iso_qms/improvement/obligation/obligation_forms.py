"""What may be typed about ladders and obligations."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from wtforms import DateField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.i18n import _, _l
from iso_qms.improvement.act_forms import ActForm
from iso_qms.improvement.action.ladder import Steps
from iso_qms.improvement.forms import NOTHING_CHOSEN
from iso_qms.improvement.obligation.obligation_rules import CALENDAR_DAYS, MONTHS, WORKING_DAYS, YEARLY
from iso_qms.improvement.obligation.obligations import RULES, Obligation
from iso_qms.organisation.people import Post
from iso_qms.organisation.units import Unit
from iso_qms.web import HouseForm

UNITS = {MONTHS: _l("months"), WORKING_DAYS: _l("working days"), CALENDAR_DAYS: _l("calendar days")}
NUMBER = InputRequired(_l("Type a number of working days."))
NOT_BELOW = NumberRange(min=0, message=_l("Type a number without a sign, and choose whether it lies before or after."))
REASON = _l("Give a reason: it stands in the history.")


ON_THE_DAY = _l("0 is the due day itself.")
BEFORE, AFTER = "before", "after"
SIDES = {BEFORE: _l("working days before the due day"), AFTER: _l("working days after the due day")}


def parted(offset: int) -> tuple[int, str]:
    """A number of working days from the due day, without its sign, and on which side of it they lie."""
    return abs(offset), BEFORE if offset < 0 else AFTER


class LadderForm(HouseForm):
    """One ladder: its rungs, and from where on others hear of it."""

    before = StringField(_l("Working days before"), description=_l("Such as: 5, 1"))
    after = StringField(_l("Working days after"), description=_l("Such as: 1, 3, 5"))
    head_from = IntegerField(_l("The head hears of it from"), [NUMBER, NOT_BELOW], description=ON_THE_DAY)
    head_side = SelectField(_l("The head: before or after"), choices=list(SIDES.items()), default=AFTER)
    leaders_from = IntegerField(_l("Leadership hears of it from"), [NUMBER, NOT_BELOW], description=ON_THE_DAY)
    leaders_side = SelectField(_l("Leadership: before or after"), choices=list(SIDES.items()), default=AFTER)
    every = IntegerField(
        _l("Behind the last rung, every"),
        [NUMBER],
        description=_l("Working days, for as long as nothing is done."),
    )
    sample = DateField(
        _l("Try it on a due day"),
        [Optional()],
        default=today,
        description=_l("A made-up action, due on this day; nothing is sent."),
    )

    def steps(self) -> Steps | None:
        """The ladder typed; None, with an error at the field, when a number is none."""
        before, after = _numbers(self.before), _numbers(self.after)
        if before is None or after is None:
            return None
        rungs = (*(-abs(one) for one in before), 0, *after)
        head = _offset(self.head_from.data, self.head_side.data)
        leaders = _offset(self.leaders_from.data, self.leaders_side.data)
        return Steps(tuple(sorted(rungs)), head, leaders, self.every.data or 0)


class ObligationForm(ActForm):
    """What is owed, from which source, by which post, and by which rule."""

    title_vi = StringField(
        _l("What is owed"),
        [InputRequired(_l("Say it in one line.")), Length(max=200)],
        description=_l("In Vietnamese."),
    )
    title_en = StringField(_l("The same in English"), [Length(max=200)])
    source = StringField(
        _l("Where it comes from"),
        [InputRequired(_l("Name the article or the decision.")), Length(max=300)],
        description=_l("The article of a law, or a decision of the agency."),
    )
    owner_post = SelectField(
        _l("Which post answers for it"), [NumberRange(min=1, message=_l("Choose a post."))], coerce=int
    )
    rule = RadioField(_l("When it falls due"), choices=list(RULES.items()), default=YEARLY)
    day = IntegerField(_l("Day"), [Optional(), NumberRange(1, 31)], default=31)
    month = IntegerField(_l("Month"), [Optional(), NumberRange(1, 12)], default=12)
    amount = IntegerField(_l("How long after"), [Optional(), NumberRange(1, 240)], default=1)
    unit = SelectField(_l("Counted in"), choices=list(UNITS.items()), default=MONTHS)

    def __init__(self, *args: Any, obligation: Obligation | None = None, **kwargs: Any) -> None:
        super().__init__(*args, obj=obligation, **kwargs)
        self.owner_post.choices = _posts()
        if obligation is not None and not self.is_submitted():
            self.owner_post.data = obligation.owner_post_id
        del self.files

    def values(self) -> dict[str, Any]:
        """What the operation takes; a number left empty stays the usual one."""
        found = super().values()
        usual = {"day": 31, "month": 12, "amount": 1}
        found |= {name: found[name] or number for name, number in usual.items()}
        return found | {"owner_post": db.session.get(Post, self.owner_post.data)}


class ChangeObligationForm(ObligationForm):
    """The same, with the reason of the change."""

    reason = TextAreaField(_l("Why"), [InputRequired(REASON)])


class UsualForm(HouseForm):
    """Which post answers for the usual obligations until each gets its own."""

    owner_post = SelectField(
        _l("Which post answers for them"),
        [NumberRange(min=1, message=_l("Choose a post."))],
        coerce=int,
        description=_l("Each can get a post of its own afterwards."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner_post.choices = _posts()


class WhyForm(HouseForm):
    """The reason of an end."""

    reason = TextAreaField(_l("Why"), [InputRequired(REASON)])


class HappenedForm(HouseForm):
    """What happened, from which a term runs."""

    on = DateField(_l("On which day"), [InputRequired(_l("Say on which day."))], default=today)
    about = StringField(
        _l("What happened"),
        [InputRequired(_l("Say what happened: it stands with the due day.")), Length(max=200)],
        description=_l("Such as the number and date of the minutes."),
    )


class FulfilForm(ActForm):
    """What shows that it was done."""

    evidence = TextAreaField(
        _l("What shows that it was done"),
        [InputRequired(_l("Say what shows that it was done: number and date of the paper, or where it lies."))],
    )


def _posts() -> list[tuple[int, str]]:
    query = select(Post).where(Post.is_valid_on(today())).join(Post.unit)
    posts = db.session.scalars(query.order_by(Unit.sort, Post.is_head.desc(), Post.sort))
    return [*NOTHING_CHOSEN, *((one.id, f"{one.unit.name} · {one.title}") for one in posts)]


def _offset(number: int | None, side: str) -> int:
    return -(number or 0) if side == BEFORE else number or 0


def _numbers(field: Any) -> list[int] | None:
    try:
        return sorted({int(one) for one in (field.data or "").replace(";", ",").split(",") if one.strip()})
    except ValueError:
        field.errors = [_("Write whole numbers, with commas between them.")]
        return None
