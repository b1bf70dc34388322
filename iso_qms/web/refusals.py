"""Pages that say no: one clear sentence, what to do instead, and nothing lost of what was typed."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask import Response, jsonify, make_response, render_template, request

from iso_qms.i18n import _, _l
from iso_qms.registry import registry
from iso_qms.workflow import Refused

SENTENCES: dict[int, Any] = {
    400: _l("The form could not be read. Go back, reload the page and send it again."),
    401: _l(
        "You were signed out in the meantime, and nothing was saved. Copy what you had written; “Back” leads through "
        "the door to the page where you wrote it."
    ),
    403: _l("You have no right to open this. The administrator of your agency can give it."),
    404: _l("There is nothing here, or it is not for you to see."),
    405: _l("This page cannot be used that way. Go back and use its buttons."),
    409: _l("Somebody else changed this at the same moment. Reload the page and look again."),
    413: _l("What you sent is larger than this system takes. Send fewer or smaller files."),
    429: _l("Too many tries. Wait a quarter of an hour."),
    500: _l("Something broke on our side. Nothing was saved; what you typed is still in the page you came from."),
    503: _l("The database does not answer just now. Nothing was saved; try again in a minute."),
}
TITLES: dict[int, Any] = {
    401: _l("Signed out"),
    403: _l("Not allowed"),
    404: _l("Not found"),
    409: _l("No longer possible"),
    413: _l("Too large"),
    422: _l("Something is missing"),
    429: _l("Wait a little"),
    500: _l("Not done"),
    503: _l("Not done"),
}


class Refusal(NamedTuple):
    """What the page of a refusal says."""

    title: str
    sentence: str
    status: int
    kept: list[tuple[str, str]]
    """What was typed, by the name of its field."""
    back: str


def refusal_page(problem: Any) -> Response:
    """The answer to a refusal or an HTTP error, as a page or as JSON."""
    status = problem.status if isinstance(problem, Refused) else (getattr(problem, "code", None) or 500)
    sentence = str(problem) if isinstance(problem, Refused) else str(SENTENCES.get(status, SENTENCES[500]))
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        return make_response(jsonify(error=sentence), status)
    title = str(TITLES.get(status, _("Not done")))
    typed = words_typed() if status != 413 else []  # what is too large cannot be read at all
    refusal = Refusal(title, sentence, status, typed, _page_before())
    for page_of in registry.refusal_pages:
        if page := page_of(refusal):
            return make_response(page)
    return make_response(render_template("error.html", **refusal._asdict()), status)


def words_typed() -> list[tuple[str, str]]:
    """What of a form that was sent somebody would not like to write again, by the name of its field."""
    return [(name, value) for name, value in request.form.items(multi=True) if _worth_keeping(name, value)]


def _page_before() -> str:
    """The page of ours whose button was refused, so that no refusal is a dead end; else nothing."""
    before = request.referrer or ""
    return before if request.method == "POST" and before.startswith(request.host_url) else ""


def _worth_keeping(name: str, value: str) -> bool:
    return len(value.strip()) > 20 and "password" not in name and "token" not in name
