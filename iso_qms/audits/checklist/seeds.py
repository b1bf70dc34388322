"""The lists this software brings: those of topics, an inspection from outside, and the clauses of the standard."""

from __future__ import annotations

from typing import NamedTuple

from iso_qms.audits.checklist.asking import Asked
from iso_qms.audits.checklist.clause_questions import CLAUSE_QUESTIONS
from iso_qms.audits.checklist.clauses import CLAUSES, STANDARD
from iso_qms.audits.checklist.deeper_questions import DEEPER
from iso_qms.audits.checklist.external_questions import EXTERNAL
from iso_qms.audits.checklist.questions import QUESTIONS

EDITION = "2015"
_CITED = f"{STANDARD}, "


class Seed(NamedTuple):
    """A list as it is brought: its kind, its topic or its names, its questions."""

    kind: str
    topic: str | None
    vi: str
    en: str
    questions: list[Asked]


def _asked(row: Asked) -> Asked:
    clause = row.clause or (_listed(row.basis.removeprefix(_CITED)) if row.basis.startswith(_CITED) else "")
    return row._replace(clause=clause, edition=EDITION if clause else "", basis=row.basis or f"{_CITED}{clause}")


def _listed(number: str) -> str:
    # What a question rests on may be cited more finely than the table of clauses goes.
    while number and number not in CLAUSES[STANDARD]:
        number = number.rpartition(".")[0]
    return number


def _chapters() -> dict[str, Seed]:
    found = {}
    for number, (english, vietnamese) in CLAUSES[STANDARD].items():
        if "." not in number:
            rows = [_asked(one) for one in CLAUSE_QUESTIONS if one.clause.split(".")[0] == number]
            names = f"{STANDARD}, {number}: {vietnamese}", f"{STANDARD}, {number}: {english}"
            found[f"clause-{number}"] = Seed("clause", None, *names, rows)
    return found


SEEDS: dict[str, Seed] = {
    **{
        topic: Seed(
            "topic", topic, "", "", [*(_asked(Asked(*row)) for row in rows), *map(_asked, DEEPER.get(topic, []))]
        )
        for topic, rows in QUESTIONS.items()
    },
    "external": Seed(
        "external",
        None,
        "Kiểm tra ISO từ bên ngoài",
        "ISO inspection from outside",
        [_asked(one) for one in EXTERNAL],
    ),
    **_chapters(),
}
