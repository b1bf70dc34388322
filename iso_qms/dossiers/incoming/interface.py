"""The door for programs: rows of dossiers or events, as JSON or CSV, with the token of their source (docs/dossiers.md).

A call is one unit: all of its good rows come in, or nothing does. Sent again, the same rows change nothing.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from flask import Response, jsonify, request
from sqlalchemy import select

from iso_qms.clock import now
from iso_qms.db import db
from iso_qms.dossiers.fields import KINDS
from iso_qms.dossiers.incoming.mapping import LABELS, BadMapping, Mapping
from iso_qms.dossiers.incoming.reading import open_table
from iso_qms.dossiers.incoming.refused_rows import refused_of
from iso_qms.dossiers.incoming.tokens import DossierToken, token_of
from iso_qms.dossiers.incoming.unreadable import UnreadableTable
from iso_qms.dossiers.incoming.wordings import WHY_REFUSED, why_unreadable
from iso_qms.dossiers.jobs import INTAKES, reader_of
from iso_qms.dossiers.models import DossierImport, DossierSource
from iso_qms.dossiers.operations import begin_import, end_import
from iso_qms.dossiers.room import room
from iso_qms.i18n import _
from iso_qms.organisation.operations import clock_of
from iso_qms.text import clean
from iso_qms.web import PUBLIC, here

MOST_ROWS = 10_000


@room.record_once
def _spare_the_form_token(state: Any) -> None:
    # A program has no session that another site could use; it shows its own token with each call.
    if "csrf" in state.app.extensions:
        state.app.extensions["csrf"].exempt(f"{__name__}.take_rows")


class _Rows(NamedTuple):
    headings: Sequence[str]
    cells: Sequence[tuple[int, Sequence[Any]]]


class _Refusal(Exception):
    """Why a call is refused: a status and a sentence."""


@room.route("/rows/<kind>", methods=["POST"], needs=PUBLIC)
def take_rows(kind: str) -> Any:
    """Take rows in; answers what came of them."""
    try:
        token = _token()
        if kind not in KINDS:
            raise _Refusal(404, _("There is no kind %(kind)s; there are %(known)s.", kind=kind, known=", ".join(KINDS)))
        rows = _rows()
        run = _taken(rows, _mapping(token, kind, rows.headings), token)
    except _Refusal as refusal:
        db.session.rollback()
        status, sentence = refusal.args
        return _answer(status, {"error": sentence})
    return _answer(200, _told(run))


def _token() -> DossierToken:
    scheme, _space, text = request.headers.get("Authorization", "").partition(" ")
    token = token_of(text.strip()) if scheme.lower() == "bearer" and text.strip() else None
    if token is None:
        raise _Refusal(401, _("Send a token that holds: Authorization: Bearer …"))
    return token


def _rows() -> _Rows:
    found = _of_csv() if request.mimetype == "text/csv" else _of_json()
    if len(found.cells) > MOST_ROWS:
        raise _Refusal(413, _("At most %(n)s rows at once.", n=MOST_ROWS))
    return found


def _of_csv() -> _Rows:
    with tempfile.NamedTemporaryFile(suffix=".csv") as file:
        file.write(request.get_data())
        file.flush()
        try:
            table = open_table(Path(file.name), name="rows.csv")
            table.looked_over()
            return _Rows(table.headings, [row for _n, row in zip(range(MOST_ROWS + 1), table.rows(), strict=False)])
        except UnreadableTable as fault:
            raise _Refusal(422, str(why_unreadable(fault))) from fault


def _of_json() -> _Rows:
    try:
        found = request.get_json(silent=True)
    except RecursionError:  # Lists in lists, thousands of them.
        found = None
    rows = found.get("rows") if isinstance(found, dict) else found
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise _Refusal(422, _("Send JSON with a list of objects under “rows”, or CSV as text/csv."))
    if not rows:
        raise _Refusal(422, _("No rows were sent."))
    for number, row in enumerate(rows, start=1):
        if nested := [name for name, cell in row.items() if isinstance(cell, (list, dict, bool))]:
            told = {"n": number, "name": clean(nested[0])[:60]}
            raise _Refusal(422, _("Row %(n)s: “%(name)s” holds no text, number or null.", **told))
    headings = list(dict.fromkeys(str(name) for row in rows for name in row))
    return _Rows(headings, list(_cells(headings, rows)))


def _cells(headings: Sequence[str], rows: Sequence[dict[str, Any]]) -> Iterator[tuple[int, Sequence[Any]]]:
    for number, row in enumerate(rows, start=1):
        yield number, [row.get(name) for name in headings]


def _mapping(token: DossierToken, kind: str, headings: Sequence[str]) -> Mapping:
    """By the columns of the source where its headings are there, else by the names of the fields themselves."""
    wanted = select(DossierSource).where(DossierSource.name == token.source, DossierSource.kind == kind)
    source = db.session.scalar(wanted)
    known = Mapping.of_json(source.mapping) if source is not None else None
    if known is not None and all(known.columns[name] in headings for name in known.fields.needed):
        columns = {name: heading for name, heading in known.columns.items() if heading in headings}
        return Mapping.of_json(known.as_json() | {"columns": columns})
    try:
        own = {name: name for name in KINDS[kind].fields if name in headings}
        words = known.as_json() if known is not None else {}
        return Mapping.of_json(words | {"columns": own, "source": token.source, "kind": kind})
    except BadMapping as fault:
        raise _Refusal(422, str(fault)) from fault


def _taken(rows: _Rows, mapping: Mapping, token: DossierToken) -> DossierImport:
    agency = here()
    by = clock_of(agency)
    run = begin_import(mapping, name=f"REST {token.shown}…", sha256="", by=by, total=len(rows.cells), keeps=False)
    db.session.flush()
    reader = reader_of(mapping, rows.headings, at=now(), agency_id=agency.id)
    INTAKES[mapping.kind](mapping, agency_id=agency.id).take(list(reader.read(rows.cells)), run=run)
    run.done, token.used_at = len(rows.cells), now()
    end_import(run, by=by)
    db.session.flush()
    return run


def _told(run: DossierImport) -> dict[str, Any]:
    counts = {name: getattr(run, name) for name in ("added", "changed", "same", "refused")}
    aside = [
        {"row": one.number, "reason": one.reason, "field": one.field, "why": str(WHY_REFUSED[one.reason]),
         "called": str(LABELS.get(one.field, ""))}
        for one in refused_of(run)
    ]  # fmt: skip
    return {"run": run.id, "rows": run.done, **counts, "set_aside": aside}


def _answer(status: int, told: dict[str, Any]) -> Response:
    answer = jsonify(told)
    answer.status_code = status
    if status == 401:
        answer.headers["WWW-Authenticate"] = 'Bearer realm="dossiers"'
    return answer
