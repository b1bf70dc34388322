"""The flow of a procedure from its own steps: what must have happened before what.

The steps of a procedure are prose, so this is what is read out of them and nothing more:
- a step is called by its number, or by its place where it bears none or one that came before;
- a step is required unless its work begins with a condition (*nếu*, *trường hợp*, *if*, *where*);
- each step comes after the last required one before it and after the conditional ones between, unless its work begins
  by saying after which it comes (*sau bước 2*, *sau bước 2a, 3*, *after step 2*): then after these alone, so that steps
  may run beside each other. The conformance check does not wait for a conditional step that never happened;
- a step whose work begins by asking the applicant for supplements need not happen and may happen again; so may one
  that says so of itself (*nhiều lần*, *lặp lại*, *more than once*, *repeatedly*); any other happens once;
- whoever is responsible is its role, and its time of the case at hand (else the time of no case, else the only one) its
  limit; a time that several steps have together is the limit of the last of them, from the beginning of the first.
  "During office hours" limits nothing.

An event belongs to a step by the step's name or number, small and capital letters, marks and blanks aside (`Words`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from sqlalchemy import select

from iso_qms.db import db
from iso_qms.documents.models import BlockVersion, Revision
from iso_qms.dossiers.conformance import Flow, Step, spelled
from iso_qms.dossiers.due.promises import term_of
from iso_qms.i18n import _
from iso_qms.text import fold

_CONDITION = re.compile(r"(neu|truong hop|doi voi|if|where|in case)\b")
_SUPPLEMENT = re.compile(
    r"((neu|truong hop|doi voi|if|where|in case)\b[^;.]*)?(yeu cau|huong dan|de nghi|thong bao|request|ask)\b[^;.]*"
    r"\b(bo sung|hoan thien|supplement)"
)
_AFTER = re.compile(r"(?:sau (?:cac )?buoc|after steps?) (?P<steps>\w+(?:\s*(?:,|;|va |and )\s*\d\w*)*)\s*[,:;]?\s*")
_AGAIN = re.compile(r"\b(nhieu lan|lap lai|more than once|repeatedly)\b")
NUMBERED = re.compile(r"(?:buoc|step|b)?\s*\.?\s*(\d{1,3}(?:[.]?[a-z0-9]{1,3})?)\s*[.):]?")


def flow_of(revision: Revision, *, case: str = "") -> Flow | None:
    """The flow that the steps of a revision make, with the times of a case; None when it has none."""
    return flow_of_steps(str(revision.document.code), steps_of(revision.id), case=case)


def steps_of(revision_id: int) -> list[Mapping[str, Any]]:
    """What the steps of a revision say, in their order."""
    steps = select(BlockVersion.content).where(BlockVersion.revision_id == revision_id, BlockVersion.kind == "step")
    return list(db.session.scalars(steps.order_by(BlockVersion.position)))


def flow_of_steps(code: str, contents: Iterable[Mapping[str, Any]], *, case: str = "") -> Flow | None:
    """The flow that steps in their order make, each as a block of a procedure holds it. Pure."""
    contents = list(contents)
    steps: list[Step] = []
    waited_for: list[str] = []
    names: set[str] = set()
    for place, content in enumerate(contents, start=1):
        step = _step(content, place, [one.id for one in steps], names, waited_for)
        names.add(spelled(step.name))
        waited_for = [step.id] if step.required else [*waited_for, step.id]
        steps.append(step)
    limits = _limits(contents, [step.id for step in steps], fold(case))
    timed = [replace(step, **limits[step.id]) if step.id in limits else step for step in steps]
    return Flow(code, tuple(timed)) if steps else None


def cases_timed(contents: Iterable[Mapping[str, Any]]) -> set[str]:
    """The cases whose times the steps tell apart, as they are compared; an empty one where a time is of none."""
    return {fold(one.get("case") or "") for content in contents for one in content.get("durations") or ()}


def case_among(case: str, cases: Collection[str]) -> str:
    """The case whose times hold for a dossier of some case: its own, else those of none, else the only ones."""
    own = fold(case)
    return own if own in cases or "" in cases or len(cases) != 1 else next(iter(cases))


class Words:
    """What the events of sources are called, and which step of a flow that means."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    def step(self, name: str) -> Step | None:
        """The step an event of this name belongs to."""
        exact = self.flow.step_called(name)
        if exact is not None:
            return exact
        words = fold(name)
        numbered = NUMBERED.fullmatch(words)
        return self._by_fold.get(words) or (self._by_fold.get(numbered[1]) if numbered else None)

    @cached_property
    def _by_fold(self) -> Mapping[str, Step]:
        ids = {fold(step.id): step for step in self.flow.steps}
        return ids | {fold(step.name): step for step in self.flow.steps}


def _limits(contents: Sequence[Mapping[str, Any]], ids: Sequence[str], case: str) -> dict[str, dict[str, Any]]:
    """By the step that ends it, each limit and the step that begins it."""
    wanted = case_among(case, cases_timed(contents))
    found: dict[str, dict[str, Any]] = {}
    for place, content in enumerate(contents):
        of_case = {fold(one.get("case") or ""): one for one in content.get("durations") or ()}
        duration = of_case.get(wanted) or of_case.get("")
        term = term_of(duration.get("amount"), duration.get("unit")) if duration else None
        if duration and term is not None and duration.get("unit") != "office_hours":
            last = min(place + (duration.get("steps") or 1), len(ids)) - 1
            found[ids[last]] = {"limit": term, "limit_since": "" if last == place else ids[place]}
    return found


def _step(content: Mapping[str, Any], place: int, ids: Sequence[str], names: set[str], waited_for: list[str]) -> Step:
    number = str(content.get("number") or "").strip(" .)(:")
    key = number if number and number not in ids else f"#{place}"
    work = " ".join(str(content.get("action") or "").split())
    name = work or _("Step %(number)s", number=key)
    if spelled(name) in names:
        name = f"{name} ({key})"
    words, after = fold(work), tuple(waited_for)
    said = _AFTER.match(words)
    if said is not None:
        words = words[said.end() :]
        named = set(re.findall(r"\w+", said["steps"]))
        after = tuple(one for one in ids if fold(one) in named) or after
    asks = bool(_SUPPLEMENT.match(words))
    return Step(
        id=key,
        name=name,
        after=after,
        required=not (_CONDITION.match(words) or asks),
        repeatable=asks or bool(_AGAIN.search(words)),
        role=" ".join(str(content.get("responsible") or "").split()),
        asks_supplement=asks,
    )
