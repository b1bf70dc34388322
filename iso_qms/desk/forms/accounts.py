"""What may be typed to sign in and about oneself."""

from __future__ import annotations

from wtforms import BooleanField, PasswordField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from iso_qms.i18n import LANGUAGES, _l
from iso_qms.organisation.people import DIGEST_HOURS, USUAL_HOUR
from iso_qms.web import HouseForm


class SignInForm(HouseForm):
    """Name and password; the agency only when the name exists in several."""

    login = StringField(_l("Sign-in name"), [InputRequired(_l("Type your sign-in name.")), Length(max=100)])
    password = PasswordField(_l("Password"), [InputRequired(_l("Type your password.")), Length(max=1024)])
    agency = SelectField(_l("Agency"), coerce=int, validate_choice=False, choices=[], default=0)


class NewPasswordForm(HouseForm):
    """A password of one's own, typed twice."""

    password = PasswordField(
        _l("New password"),
        [InputRequired(_l("Type a new password.")), Length(max=1024)],
        description=_l("At least 10 characters, without your sign-in name."),
    )
    again = PasswordField(_l("New password again"), [InputRequired(_l("Type it once more."))])

    def validate_again(self, field: PasswordField) -> None:
        """Both must be the same."""
        from wtforms.validators import ValidationError

        if field.data != self.password.data:
            raise ValidationError(_l("The two passwords differ. Type the same one twice."))


class ChangePasswordForm(NewPasswordForm):
    """The present password, then the new one twice."""

    own_password = PasswordField(_l("Present password"), [InputRequired(_l("Type your present password."))])


class LookForm(HouseForm):
    """How the pages look and speak to one person."""

    locale = RadioField(_l("Language"), choices=list(LANGUAGES.items()), default="vi")
    scheme = RadioField(
        _l("Light or dark"),
        choices=[("", _l("As the machine")), ("light", _l("Light")), ("dark", _l("Dark"))],
        default="",
    )
    density = RadioField(_l("Rows"), choices=[("", _l("Airy")), ("compact", _l("Compact"))], default="")
    digest_hour = SelectField(
        _l("My letter of the day leaves at"),
        choices=[(hour, f"{hour:02d}:00") for hour in DIGEST_HOURS],
        coerce=int,
        default=USUAL_HOUR,
        description=_l("One letter a working day, none while you are away. What is urgent comes at once."),
    )
    keys_on = BooleanField(_l("Single keys (/, J, K, G) work"))
