"""What may be typed about units and posts."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, DateField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from iso_qms.clock import today
from iso_qms.desk.forms import choices
from iso_qms.desk.forms.people import HISTORY, WHY_CHANGED
from iso_qms.i18n import _, _l
from iso_qms.organisation.people import Post
from iso_qms.web import HouseForm, papers


class UnitForm(HouseForm):
    """A unit's name, place in the tree and telephone."""

    name = StringField(_l("Name"), [InputRequired(_l("Type the name of the unit.")), Length(max=200)])
    parent = SelectField(_l("Stands under"), coerce=choices.whole_number)
    phone = StringField(_l("Telephone"), [Length(max=40)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parent.choices = choices.units(none=_("nothing: it stands at the top"))


class NewUnitForm(UnitForm):
    """A new unit has a code, too, and a first day."""

    code = StringField(
        _l("Unit code"),
        [InputRequired(_l("Type the code of the unit.")), Length(max=40)],
        description=_l("Short and lasting, such as VP; it stays when the name changes."),
    )
    since = DateField(_l("From"), [InputRequired(_l("Choose the first day."))], default=today)


class ChangeUnitForm(NewUnitForm):
    """A unit corrected, its code and first day too, and why."""

    reason = StringField(WHY_CHANGED, [Length(max=300)], description=HISTORY)


class PostForm(HouseForm):
    """A post's title and whether it heads its unit."""

    title = StringField(_l("Title of the post"), [InputRequired(_l("Type the title of the post.")), Length(max=200)])
    is_head = BooleanField(_l("Whoever holds it heads the unit"))


class NewPostForm(PostForm):
    """A new post has a first day."""

    since = DateField(_l("From"), [InputRequired(_l("Choose the first day."))], default=today)


class ChangePostForm(NewPostForm):
    """A post corrected, its first day too, and why."""

    reason = StringField(WHY_CHANGED, [Length(max=300)], description=HISTORY)


class EndForm(HouseForm):
    """The last day of something, and why it ends."""

    last_day = DateField(_l("Last day"), [InputRequired(_l("Choose the last day."))], default=today)
    reason = TextAreaField(_l("Reason"), [InputRequired(_l("Say why."))])


class EndPostForm(EndForm):
    """The last day of a post, and which one has its duties afterwards."""

    heir = SelectField(
        _l("Its duties pass to"),
        coerce=choices.whole_number,
        description=_l("Open actions, corrections, obligations and risks of the post. It can be said later too."),
    )

    def __init__(self, *args: Any, post: Post, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.heir.choices = choices.other_posts(post, none=_("whoever answers for the unit"))


class PassOnForm(HouseForm):
    """Which post has the duties of one that has ended, and why."""

    heir = SelectField(
        _l("Its duties pass to"),
        [NumberRange(min=1, message=_l("Choose a post."))],
        coerce=choices.whole_number,
    )
    reason = TextAreaField(_l("Reason"), [InputRequired(_l("Say why."))])

    def __init__(self, *args: Any, post: Post, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.heir.choices = choices.other_posts(post, none=_("Choose a post"))


class CloseUnitForm(EndForm):
    """The last day of a unit, and who takes over its work."""

    successors = SelectMultipleField(
        _l("Its work passes to"),
        coerce=choices.whole_number,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description=_l("One unit for a merger, several for a split, none where the work ends."),
    )
    basis = StringField(_l("On what basis"), [Length(max=1000)], description=_l("Such as the decision on the merger."))


class EndHoldingForm(EndForm):
    """When somebody's time in a post ends, with the decision."""

    files = papers()


class DayForm(HouseForm):
    """The day a list is shown for."""

    class Meta:
        csrf = False

    on = DateField(_l("As of"), [Optional()], default=today)
