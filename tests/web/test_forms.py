"""Forms: what is written once for all of them."""

import warnings

from wtforms import RadioField, SelectField

from iso_qms.web import HouseForm


class Chosen(HouseForm):
    kind = SelectField("Kind", choices=[("a", "One"), ("b", "Two")])
    other = RadioField("Other", choices=[("c", "Three")])


def test_choices_are_written_as_pairs_without_a_word_of_warning(app):
    with app.test_request_context(), warnings.catch_warnings():
        warnings.simplefilter("error")
        for _time in range(2):
            form = Chosen(kind="b")
            assert [(one.data, one.label.text, one.checked) for one in form.kind] == [
                ("a", "One", False),
                ("b", "Two", True),
            ]
            assert [one.data for one in form.other] == ["c"]
