"""Word files coming in: first read, which takes its time and writes nothing; then made into drafts, all in one act."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import current_app, render_template, request
from itsdangerous import BadSignature, URLSafeSerializer

from iso_qms import blobs
from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents.code import codes
from iso_qms.documents.incoming.bringing_in import left_in, opened_file
from iso_qms.documents.models import Document, Revision
from iso_qms.documents.pages.coming_back import only_kept
from iso_qms.documents.pages.finding import to_document, to_revision
from iso_qms.i18n import _
from iso_qms.organisation.people import main_holding
from iso_qms.organisation.units import Unit, units_on
from iso_qms.processes.consistency import findings_in, told
from iso_qms.processes.forms import BringInForm
from iso_qms.processes.operations import CodeTaken, bearers_of, import_file, read_file
from iso_qms.processes.procedure import Object
from iso_qms.processes.room import room
from iso_qms.registry import Mismatch
from iso_qms.text import clean, whole_number
from iso_qms.web import back_to, find, here, signed_in
from iso_qms.workflow import Incomplete, Refused

MOST_FILES = 20
LEAVE, OWN = "leave", "own"


@dataclass
class Fate:
    """What became of one file: read, with what it holds and who bears its code; a draft; or a refusal in a sentence."""

    name: str
    found: Object | None = None
    token: str = ""
    bearers: Sequence[Document] = ()
    revision: Revision | None = None
    refusal: str = ""
    mismatches: Sequence[Mismatch] = ()
    warnings: list[str] = field(default_factory=list)
    """What is said of its code."""
    proposed: str = ""
    """The next free code, for a cover that names none."""
    only_kept: Sequence[str] = ()
    """What stays only in the kept file, such as pictures and comments."""
    is_tracked: bool = False


@room.route("/read-word-files", methods=["GET", "POST"], needs="processes.write", writes=False)
def bring_in() -> Any:
    """Choose Word files and see what each holds; nothing is written yet."""
    form = BringInForm()
    form.unit.choices = [(one.id, one.name) for one in _units()]
    if request.method == "GET" and (own := main_holding(signed_in())):
        form.unit.data = own.post.unit_id
    fates: list[Fate] = []
    if form.validate_on_submit():
        given = [one for one in form.files.data if one.filename]
        with form.refusals():
            if len(given) > MOST_FILES:
                raise Incomplete(_("At most %(n)s files at once.", n=MOST_FILES))
            fates = [_read(clean(one.filename), one.stream.read()) for one in given]
            _propose_codes(fates, find(Unit, form.unit.data))
    page = "processes/bring_in.html"
    return render_template(page, form=form, fates=fates, to_document=to_document), form.status


@room.route("/read-word-files/drafts", methods=["POST"], needs="processes.write")
def make_drafts() -> Any:
    """Make drafts of the files that were read, each as it was chosen; one that is refused holds up no other."""
    unit = find(Unit, request.form.get("unit", 0, type=int))
    tokens = request.form.getlist("token")[:MOST_FILES]
    form = request.form
    chosen = [(token, form.get(f"choice-{at}", OWN), form.get(f"code-{at}", "")) for at, token in enumerate(tokens)]
    fates = [_made(token, choice, unit, clean(code).strip()) for token, choice, code in chosen if choice != LEAVE]
    if not fates:
        return back_to(_url())
    return render_template("processes/brought_in.html", fates=fates, unit=unit, to_revision=to_revision)


def _units() -> list[Unit]:
    """The units for which the person at the door may write."""
    person = signed_in()
    return [one for one in units_on(today()) if person.may("documents.write", one)]


def _read(name: str, data: bytes) -> Fate:
    try:
        package = opened_file(data)
        found = read_file(package, name)
    except Refused as refusal:
        return Fate(name, refusal=str(refusal))
    kept = {"name": name, "file": blobs.store(data), "found": blobs.store(json.dumps(found).encode())}
    bearers = bearers_of(found["code"] or "", agency_id=here().id)
    return Fate(
        name,
        found,
        token=_signer().dumps(kept),
        bearers=bearers,
        mismatches=told(findings_in(found, bearers[0] if bearers else None)),
        only_kept=only_kept(left := left_in(package, found)),
        is_tracked=bool(left.counts.get("tracked")),
    )


def _propose_codes(fates: list[Fate], unit: Unit) -> None:
    """Codes for covers that name none, each with a number of its own; a cover's own code that fits no rule is told."""
    rule = codes.rules_of(here().id).get("procedure")
    known = codes.taken(here().id) if rule else []
    for fate in fates:
        if rule is None or fate.found is None:
            continue
        if fate.found["code"]:
            fate.warnings += filter(None, [codes.why_no_fit(fate.found["code"], rule, unit)])
            continue
        try:
            fate.proposed = codes.code_after(rule.pattern, codes.values_for(unit), known)
            known.append(fate.proposed)
        except Refused as refusal:
            fate.warnings.append(str(refusal))


def _made(token: str, choice: str, unit: Unit, code: str) -> Fate:
    """One draft, in a savepoint of its own."""
    try:
        kept = _signer().loads(token)
        found, data = json.loads(blobs.read(kept["found"])), blobs.read(kept["file"])
    except (BadSignature, FileNotFoundError):
        # Signed for somebody else, or the page stood open for so long that its files were tidied away.
        return Fate("?", refusal=_("This file must be chosen anew."))
    document = find(Document, number) if (number := whole_number(choice, 0)) else None
    try:
        with db.session.begin_nested():
            revision = import_file(
                data, kept["name"], by=signed_in(), unit=unit, document=document, found=found, code=code
            )
    except CodeTaken as taken:
        # The file need not be chosen anew: the page asks for another code only.
        return Fate(kept["name"], found, token=token, refusal=str(taken), proposed=taken.next_code)
    except Refused as refusal:
        return Fate(kept["name"], refusal=str(refusal))
    seen = found | {"warnings": revision.read_from["warnings"]}
    return Fate(kept["name"], found, revision=revision, mismatches=told(findings_in(seen)))


def _signer() -> URLSafeSerializer:
    # Signed, so that nobody has a file made into a draft that this page did not read.
    return URLSafeSerializer(current_app.secret_key or "", salt=f"incoming-{here().id}-{signed_in().id}")


def _url() -> str:
    from flask import url_for

    return url_for(".bring_in", agency=here().slug)
