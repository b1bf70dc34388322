"""What a file to save is called."""

from __future__ import annotations

from iso_qms.web.answers import attachment_answer


def test_a_quote_or_a_line_break_in_a_name_stays_inside_the_name_of_the_file() -> None:
    answer = attachment_answer(b"x", name='a"; b\\c\r\nd.docx', mimetype="text/plain")
    told = answer.headers["Content-Disposition"]
    assert told.startswith('attachment; filename="a; bcd.docx"; filename*=')
