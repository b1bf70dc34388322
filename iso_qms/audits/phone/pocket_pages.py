"""The pages a phone takes along, what it fetches and sends, and what came of it that a person must look at."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from flask import (
    Response,
    abort,
    current_app,
    flash,
    g,
    jsonify,
    render_template,
    request,
    send_from_directory,
    url_for,
)
from flask_wtf.csrf import generate_csrf
from werkzeug.exceptions import RequestEntityTooLarge

from iso_qms.audits.checklist.checklists import ANSWERS
from iso_qms.audits.checklist.clauses import CLAUSES, STANDARD, clause_title
from iso_qms.audits.models import Inspection
from iso_qms.audits.phone import choosing, receiving
from iso_qms.audits.phone.applying import told_item
from iso_qms.audits.phone.phone_acts import ACT_KINDS, PhoneAct, keep_part_of, parts_of
from iso_qms.audits.phone.pocket import grades, kinds, pocket_of, pockets_of
from iso_qms.audits.phone.pocket_words import WORDS
from iso_qms.audits.phone.receiving import MOST_ACTS, Unreadable
from iso_qms.audits.phone.sides_shown import Shown, disputes_shown, refused_shown, voice_notes_of
from iso_qms.audits.room import room
from iso_qms.audits.visit.headcounts import STATUSES
from iso_qms.audits.visit.visit_pages import ANSWER_LOOKS, LOOKS, TONES
from iso_qms.clock import now
from iso_qms.db import db
from iso_qms.i18n import _
from iso_qms.web import SIGNED_IN, attachment_answer, back_to, find, here, signed_in
from iso_qms.web.pages import POLICY, STATIC, asset
from iso_qms.workflow import Incomplete

MOST_BYTES = 12_000_000
OWNER = "iso_qms_pocket"
"""The cookie that tells a phone without a network whose pocket it may open: the number of whoever signed in last."""
OWNER_DAYS = 30
DRAWN = ("check", "late", "calendar", "person", "pen", "camera", "note", "file", "upload", "download", "back", "clock")
SCRIPTS = ("store", "sync", "pictures", "answers", "screens", "minutes", "pocket")


@room.after_app_request
def name_the_owner(answer: Response) -> Response:
    """Tell the phone who signed in last; it is no secret, and it gives no right to anything."""
    if request.endpoint == "desk.sign_out":
        answer.delete_cookie(OWNER)
    elif g.get("person") is not None and request.cookies.get(OWNER) != str(g.person.id):
        secure = current_app.config["SETTINGS"].secure_cookies
        answer.set_cookie(OWNER, str(g.person.id), max_age=OWNER_DAYS * 86_400, samesite="Lax", secure=secure)
    if request.endpoint == "audits.pocket_file" and g.get("person") is not None:
        # On a refusal too: a phone removes what it took along only where this house says so, to the same person.
        answer.headers["X-Pocket-Person"] = str(g.person.id)
    return answer


@room.route("/pocket", needs="audits.inspect")
def pockets() -> Any:
    """The visits one may take along on a phone."""
    return _shell("audits/pockets.html", inspections=pockets_of(signed_in()), WORDS=WORDS)


@room.route("/inspections/<int:number>/pocket", needs="audits.inspect")
def pocket(number: int) -> Any:
    """The visit on a phone: a page that fills itself from what the phone keeps, with a network or without."""
    inspection = _mine(number)
    return _shell(
        "audits/pocket.html",
        inspection=inspection,
        WORDS=WORDS,
        STATUSES=STATUSES,
        ANSWERS=ANSWERS,
        LOOKS={name: name for name in DRAWN} | LOOKS | {name: look for name, (look, _tone) in ANSWER_LOOKS.items()},
        TONES=TONES | {name: tone for name, (_look, tone) in ANSWER_LOOKS.items()},
        ACT_KINDS=ACT_KINDS,
        GRADES=grades(),
        KINDS=kinds(),
        CLAUSES=[(one, f"{one} {clause_title(STANDARD, one)}") for one in CLAUSES[STANDARD]],
    )


@room.route("/inspections/<int:number>/pocket.json", needs="audits.inspect")
def pocket_file(number: int) -> Any:
    """Everything the phone takes along, with a token for what it will send; 304 when it has that already."""
    found = pocket_of(_mine(number), by=signed_in())
    answer: Response = jsonify(found)
    answer.set_etag(found["etag"])
    answer.headers["X-Pocket-Token"] = generate_csrf()
    answer.headers["X-Pocket-Now"] = now().isoformat()
    return answer.make_conditional(request)


@room.route("/inspections/<int:number>/acts", methods=["POST"], needs="audits.inspect")
def receive_acts(number: int) -> Any:
    """Take in what a phone kept; answers for each act what became of it."""
    inspection, rows = _mine(number), (request.get_json(silent=True) or {}).get("acts")
    if not isinstance(rows, list) or len(rows) > MOST_ACTS:
        raise Incomplete(_("Something is missing in what the phone sent."))
    answers: dict[str, Any] = {}
    sent = []
    for row in rows:
        try:
            sent.append(receiving.read_sent(row))
        except Unreadable:
            uuid = row.get("uuid") if isinstance(row, dict) else None
            answers[str(uuid)] = {"outcome": "unreadable"}
    return jsonify(results=answers | receiving.receive(inspection, sent, by=signed_in()))


@room.route("/inspections/<int:number>/parts", needs="audits.inspect")
def missing_parts(number: int) -> Any:
    """Which of some files, named by their SHA-256, this person has not uploaded yet."""
    _mine(number)
    asked = [one for one in request.args.getlist("sha")[:500] if _is_hash(one)]
    there = parts_of(signed_in(), asked)
    return jsonify(missing=[one for one in asked if one not in there])


@room.route("/inspections/<int:number>/parts/<digest>", methods=["POST"], needs="audits.inspect")
def upload_part(number: int, digest: str) -> Any:
    """Take in one file; what does not have the hash it is said to have was damaged on its way."""
    _mine(number)
    data = request.get_data(cache=False)
    if len(data) > MOST_BYTES:
        raise RequestEntityTooLarge
    if not data or hashlib.sha256(data).hexdigest() != digest:
        raise Incomplete(_("The file was damaged on its way. It is sent again."))
    return jsonify(stored=keep_part_of(signed_in(), data))


@room.route("/inspections/<int:number>/unsettled", needs="audits.inspect")
def unsettled(number: int) -> Any:
    """What phones sent that needs a person: two answers to one question, and what could not be accepted."""
    inspection = _mine(number)
    return render_template(
        "audits/unsettled.html",
        inspection=inspection,
        disputes=disputes_shown(inspection),
        ACT_KINDS=ACT_KINDS,
        refused=refused_shown(inspection),
        voice_notes=voice_notes_of(inspection),
    )


@room.route("/inspections/<int:number>/unsettled.json", needs="audits.inspect")
def unsettled_file(number: int) -> Any:
    """The same as a file, with everything that was sent."""
    inspection = _mine(number)
    said = {
        "inspection": inspection.code,
        "disputed": {
            told_item(inspection, one.item): [[side.who, side.at.isoformat(), side.words] for side in one.sides]
            for one in disputes_shown(inspection)
        },
        "not_accepted": [_whole(one) for one in refused_shown(inspection)],
    }
    data = json.dumps(said, ensure_ascii=False, indent=2).encode()
    return attachment_answer(data, name=f"{inspection.code}.json", mimetype="application/json")


@room.route("/inspections/<int:number>/disputes", methods=["POST"], needs="audits.inspect")
def choose(number: int) -> Any:
    """Let one of two answers stand."""
    inspection = _mine(number)
    choosing.choose_side(inspection, request.form.get("item", ""), request.form.get("side", ""), by=signed_in())
    flash(_("It stands. The other answer stays readable in what the phones sent."))
    return _to_unsettled(inspection)


@room.route("/inspections/<int:number>/acts/<int:act_id>/settle", methods=["POST"], needs="audits.inspect")
def settle(number: int, act_id: int) -> Any:
    """Close what was not accepted, with a reason."""
    act = find(PhoneAct, act_id)
    if act.inspection_id != number:
        abort(404)
    receiving.settle(act, by=signed_in(), note=request.form.get("note", ""))
    flash(_("It is settled."))
    return _to_unsettled(act.inspection)


@room.route("/sw.js", needs=SIGNED_IN)
def worker() -> Any:
    """The service worker: from here, because it may only look after pages below its own address."""
    answer = send_from_directory(STATIC / "pocket", "sw.js", mimetype="text/javascript")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@room.route("/pocket.webmanifest", needs=SIGNED_IN)
def manifest() -> Any:
    """What a phone needs to put the pocket on its home screen."""
    icon = {"src": asset("icon.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}
    pictures = [
        {"src": asset(f"pocket/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": "any"}
        for size in (192, 512)
    ]
    said = {
        "name": _("ISO-QMS in the pocket"),
        "short_name": "ISO-QMS",
        "start_url": url_for("audits.pockets", agency=here().slug),
        "scope": url_for("audits.index", agency=here().slug),
        "display": "standalone",
        "background_color": "#f2f3ef",
        "theme_color": "#0b4f6c",
        "icons": [icon, *pictures],
    }
    return Response(json.dumps(said, ensure_ascii=False), mimetype="application/manifest+json")


def _shell(template: str, **values: Any) -> Response:
    scripts = [asset(f"pocket/{name}.js") for name in SCRIPTS]
    answer = Response(render_template(template, scripts=scripts, owner=OWNER, **values))
    answer.headers["Permissions-Policy"] = "camera=(self), microphone=(self), geolocation=(self)"
    # A voice note is listened to on the phone before it is sent.
    answer.headers["Content-Security-Policy"] = f"{POLICY}; media-src blob:; worker-src 'self'"
    return answer


def _mine(number: int) -> Inspection:
    inspection = find(Inspection, number)
    if not inspection.has_member(signed_in()):
        abort(404)
    return inspection


def _is_hash(text: str) -> bool:
    return len(text) == 64 and set(text) <= set("0123456789abcdef")


def _to_unsettled(inspection: Inspection) -> Any:
    db.session.flush()
    return back_to(url_for("audits.unsettled", agency=here().slug, number=inspection.id))


def _whole(one: Shown) -> dict[str, Any]:
    act = one.act
    return {
        "kind": act.kind,
        "who": act.person.name,
        "captured_at": act.captured_at.isoformat(),
        "received_at": act.received_at.isoformat(),
        "reason": act.reason,
        "sent": act.payload,
        "stands": one.stands,
        "uuid": act.uuid,
    }
