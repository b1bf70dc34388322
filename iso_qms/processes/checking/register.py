"""Rules that ask the register of documents: the cover against it, and the documents a text names."""

import re
from collections.abc import Iterator

from iso_qms.i18n import _
from iso_qms.processes.checking.finding import Knowledge, Known, Place
from iso_qms.processes.checking.trace import Trace, part, row
from iso_qms.processes.procedure import Object
from iso_qms.text import fold, sort_key

CODE = re.compile(r"(?<![\w/.\-])(?:[A-ZĐ]{2,6}[-. ]?)\d{1,4}(?:[./\-][A-ZĐ0-9]{1,8})*(?![\w/])")
PASSED_OVER = re.compile(r"(thay the|thay cho|bai bo|huy bo)[^.;\n]{0,60}$")
"""Words before a code that say its document is gone on purpose."""


def codes_in(found: Object) -> dict[str, tuple[Place, str]]:
    """What looks like the code of a document in the words of a procedure, by its key, each where it stands first."""
    codes: dict[str, tuple[Place, str]] = {}
    for place, words in _wordings(found):
        for hit in CODE.finditer(words):
            if not PASSED_OVER.search(fold(words[max(0, hit.start() - 80) : hit.start()])):
                codes.setdefault(sort_key(hit[0]), (place, hit[0]))
    return codes


def code_differs(found: Object, knowledge: Knowledge) -> Iterator[Trace]:
    """A cover that spells the code otherwise than the register."""
    entry, code = knowledge.entry, (found["code"] or "").strip()
    if entry and code and code != entry.code:
        yield Trace(part("cover"), {"cover": code, "register": entry.code}, _("Print the code as the register has it."))


def title_differs(found: Object, knowledge: Knowledge) -> Iterator[Trace]:
    """A title that is not the register's."""
    entry, title = knowledge.entry, found["title"] or ""
    if entry and title and _plain(title) != _plain(entry.title):
        values = {"cover": title, "register": entry.title}
        yield Trace(part("cover"), values, _("Leave it if the document is renamed with this issue."))


def issue_not_next(found: Object, knowledge: Knowledge) -> Iterator[Trace]:
    """An issue that is or was in force already, or comes before it."""
    entry, issue = knowledge.entry, found["issue_number"]
    if not entry or entry.issue_number is None or issue is None:
        return
    revision = found.get("revision_number") or ""
    if issue < entry.issue_number or (issue == entry.issue_number and revision == entry.revision_number):
        values = {"cover": issue, "register": entry.issue_number}
        yield Trace(part("cover"), values, _("Give it the number after the issue in force."))


def reference_withdrawn(found: Object, knowledge: Knowledge) -> Iterator[Trace]:
    """Documents named that held once and hold no longer."""
    for place, known in _named(found, knowledge, "gone"):
        other = known.replaced_by
        told = _("Name what took its place: %(other)s.", other=other) if other else _("Name what holds today.")
        yield Trace(place, {"document": known.code, "replaced_by": other}, told)


def reference_not_yet(found: Object, knowledge: Knowledge) -> Iterator[Trace]:
    """Documents named that do not hold yet."""
    for place, known in _named(found, knowledge, "not_yet"):
        yield Trace(place, {"document": known.code}, _("Put both in force together, or name what holds today."))


def reference_unknown(found: Object, knowledge: Knowledge) -> Iterator[Trace]:
    """Codes made like the document's own that the register does not have."""
    own = knowledge.entry.code if knowledge.entry else found["code"] or ""
    if knowledge.documents is None or not own:
        return
    for key, (place, code) in codes_in(found).items():
        if key not in knowledge.documents and key != sort_key(own) and _shape(code) == _shape(own):
            yield Trace(place, {"code": code}, _("Look up the code in the register."))


def _named(found: Object, knowledge: Knowledge, state: str) -> Iterator[tuple[Place, Known]]:
    own = sort_key(found["code"] or "")
    for key, (place, _code) in codes_in(found).items():
        known = (knowledge.documents or {}).get(key)
        if known and known.state == state and key != own:
            yield place, known


def _wordings(found: Object) -> Iterator[tuple[Place, str]]:
    for section in found["sections"]:
        yield part(section["key"]), section["text"] or ""
    for place, step in enumerate(found["steps"], start=1):
        yield row("steps", place), "\n".join(step[name] or "" for name in ("action", "responsible", "output"))


def _shape(code: str) -> str:
    return re.sub(r"\d+", "9", re.sub(r"\s+", " ", code.strip().upper()))


def _plain(title: str) -> str:
    return re.sub(r"\W+", " ", fold(title)).removeprefix("quy trinh ").strip()
