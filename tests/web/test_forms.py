"""Forms: what is written once for all of them."""

import warnings

from wtforms import RadioField, SelectField, StringField, TextAreaField

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


class Said(HouseForm):
    title = StringField("Title")
    text = TextAreaField("Text")


def test_a_field_of_one_line_keeps_one_line_whatever_a_program_sends(app):
    sent = {"title": "Mất dấu\r\nBcc: x@y.test\u2028z\x00", "text": "a\r\nb"}
    with app.test_request_context(method="POST", data=sent):
        form = Said(meta={"csrf": False})
        assert (form.title.data, form.text.data) == ("Mất dấu Bcc: x@y.test z", "a\nb")
