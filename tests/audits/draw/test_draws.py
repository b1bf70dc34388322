"""The life of a draw: bound before it is drawn, secret until the hour, told wholly at the end, changed by nobody."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, text, update

from iso_qms.audits import operations
from iso_qms.audits.draw import committing, drawing
from iso_qms.audits.draw.draw_flow import DRAW
from iso_qms.audits.draw.draw_rounds import awaiting, hand_over, reveal_round
from iso_qms.audits.draw.draw_seeds import new_seed, unsealed
from iso_qms.audits.draw.draws import Draw
from iso_qms.audits.draw.redoing import proof_of, record_of
from iso_qms.audits.draw.unsealing import drawn_units, open_envelope
from iso_qms.audits.models import Inspection
from iso_qms.audits.programme import programmes
from iso_qms.clock import today
from iso_qms.db import db, transaction
from iso_qms.journal import JournalEntry
from iso_qms.organisation.agencies import Agency, choose
from iso_qms.outbox import letters_of
from iso_qms.workflow import Forbidden, Incomplete, Refused, WrongState
from tests.audits.lots import HOUR, begun, committed, drawn, lots, visits
from tests.audits.scenes import MORNING, Scene, standing_at


def everything_stored():
    """Every text in the database, for looking for what must not be there."""
    tables = db.metadatas[None].tables if None in db.metadatas else db.metadata.tables
    return {name: str(db.session.execute(text(f'SELECT * FROM "{name}"')).all()) for name in tables}


def test_a_draw_lives_from_its_commitment_to_a_record_anybody_can_redo(scene):
    draw = drawn(scene)
    assert (draw.code, draw.state, draw.public_part) == ("BT-2026-01", "drawn", "07 31 44")
    assert [(one["code"], one["unit"]) for one in draw.population] == [
        (code, scene.place.units[name]) for code, name in (("KT", "economy"), ("TTPVHCC", "centre"), ("ĐĐ", "land"))
    ]
    assert all("12" in one["reason"] for one in draw.population), "the formula stands beside each weight"
    assert "Văn phòng HĐND và UBND" in draw.left_out
    entry = db.session.scalars(select(JournalEntry).where(JournalEntry.verb == "draw.committed")).one()
    assert entry.changes["commitment"] == [None, draw.commitment]
    seed = unsealed(draw.sealed)
    assert not [name for name, said in everything_stored().items() if seed in said], "the seed stands nowhere"
    proof = proof_of(draw)
    assert proof.ok and proof.sealed and not proof.drawn and record_of(draw)["drawn"] is None

    first, second = draw.envelopes
    lead = scene.person("inspector2")
    assert [one.subject for one in letters_of(lead)] == ["Bạn mở một phong bì của “Kiểm tra đột xuất tuần 48”"]
    with pytest.raises(WrongState, match="07:44 25/11/2026"):
        open_envelope(first, by=lead)
    assert [one.code for one in awaiting(lead, today())] == ["BT-2026-01"]
    with standing_at(HOUR):
        with pytest.raises(Forbidden):
            open_envelope(second, by=lead)
        made = open_envelope(first, by=lead)
        assert open_envelope(first, by=lead) is made, "the second click finds it open"
        assert (made.kind, made.state, made.lead, made.units) == ("unannounced", "planned", lead, drawn_units(draw)[:1])
        assert not list(awaiting(lead, today()))
        with pytest.raises(Incomplete, match="chưa bắt đầu"):
            committing.abandon(draw, by=scene.person("quality"), note="Không vừa ý")
        with pytest.raises(Refused, match="bốc thăm"):
            operations.change_inspection(
                made, by=scene.person("inspector"), title=made.title, kind="announced", units=made.units,
                topics=["hours"], planned_on=made.planned_on, criteria="x",
            )  # fmt: skip
    begun(scene, draw)
    committing.reveal(draw, by=scene.person("quality"))
    assert (draw.state, draw.seed, draw.sealed) == ("revealed", seed, "")
    told = db.session.scalars(select(JournalEntry).where(JournalEntry.verb == "draw.reveal")).one()
    assert told.changes["seed"] == ["", seed]
    proof = proof_of(draw)
    assert (proof.ok, proof.faults, proof.checked) == (True, [], 2)
    assert proof.drawn == [one.units[0].code for one in db.session.scalars(select(Inspection).order_by(Inspection.id))]
    verdict = drawing.check(record_of(draw))
    assert verdict.ok and verdict.drawn == proof.drawn


def test_what_is_given_up_is_told_all_the_same(scene):
    draw, seed = (made := committed(scene)), unsealed(made.sealed)
    with pytest.raises(Incomplete):
        committing.abandon(draw, by=scene.person("quality"))
    committing.abandon(draw, by=scene.person("quality"), note="Bão số 9")
    assert (draw.state, draw.seed, draw.ended_why) == ("abandoned", seed, "Bão số 9")
    assert proof_of(draw).ok and len(proof_of(draw).drawn) == 2
    lost = drawn(scene)
    lost.sealed = "under another key"
    db.session.flush()
    assert unsealed(lost.sealed) is None
    assert "không đọc được" in " ".join(proof_of(lost).faults)
    with standing_at(HOUR), pytest.raises(WrongState):
        open_envelope(lost.envelopes[0], by=lost.envelopes[0].lead)
    with standing_at(HOUR + timedelta(days=1)):
        with pytest.raises(WrongState):
            committing.reveal(lost, by=scene.person("quality"))
        committing.abandon(lost, by=scene.person("quality"), note="Khóa đã đổi")
    assert not lost.seed and not proof_of(lost).ok, "nobody can redo it, and it says so"


def test_whatever_is_changed_behind_its_back_is_found(scene):
    draw = drawn(scene)
    begun(scene, draw)
    committing.reveal(draw, by=scene.person("quality"))
    other = drawing.candidate(**{k: draw.population[0][k] for k in ("code", "weight", "name", "reason")})
    heavier = [draw.population[0] | {"weight": other.weight + 1}, *draw.population[1:]]
    swapped = [row | {"unit": draw.population[(n + 1) % 3]["unit"]} for n, row in enumerate(draw.population)]
    seed = new_seed()
    for values, fault in (
        ({"population": heavier}, "Danh sách bốc thăm"),
        ({"population": [*draw.population, draw.population[0]]}, "Danh sách bốc thăm"),
        ({"population": swapped}, "đơn vị khác"),
        ({"seed": seed}, "mã gốc khác"),
        ({"commitment": drawing.commitment(seed, draw.candidates, 2), "seed": seed}, "Nhật ký"),
        ({"visits": 1}, "Nhật ký"),
        ({"public_part": "00"}, "phần công khai khác"),
    ):
        with db.session.begin_nested() as undone:
            table = Draw.__table__
            db.session.connection().execute(update(table).where(table.c.id == draw.id).values(**values))
            db.session.refresh(draw)
            proof = proof_of(draw)
            assert not proof.ok and fault in " ".join(proof.faults), (values, proof.faults)
            undone.rollback()
        db.session.refresh(draw)
    assert proof_of(draw).ok


def test_nobody_steers_a_draw_that_could_hit_them(scene):
    quality, units = scene.person("quality"), [scene.unit(one) for one in ("centre", "economy", "office")]
    for values, why in (
        ({"units": units}, "có thể rút trúng"),
        ({"visits": 4}, "không nhiều hơn"),
        ({"left_out_why": " "}, "bỏ ra"),
        ({"first_on": date(2026, 11, 1)}, "hôm nay"),
        ({"topics": []}, "nội dung"),
        ({"weighing": "mine"}, "danh sách"),
        ({"title": ""}, "Đặt tên"),
        ({"criteria": ""}, "tiêu chí"),
    ):
        with pytest.raises(Refused, match=why):
            committed(scene, **values)
    with pytest.raises(Forbidden):
        committing.commit_to(lots(scene), by=scene.person("leader"))
    draw = committed(scene)
    for leads, why in (
        (("inspector2",), "2 cuộc"),
        (("inspector2", "head_economy"), "kiểm soát viên"),
    ):
        with pytest.raises(Refused, match=why):
            committing.draw(draw, visits(scene, *leads), by=quality)
    for hour in (MORNING, HOUR + timedelta(days=1)):
        with pytest.raises(Incomplete, match="25/11/2026"):
            committing.draw(draw, visits(scene, "inspector2", "inspector", at=hour), by=quality)
    with pytest.raises(Forbidden):
        committing.draw(draw, visits(scene, "inspector2", "inspector"), by=scene.person("head_economy"))
    committing.draw(draw, visits(scene, "inspector2", "inspector"), by=quality)
    envelope = draw.envelopes[0]
    draw.programme = programmes.draw_up_programme(2026, objectives="Mọi đơn vị", by=quality)
    with standing_at(HOUR), pytest.raises(WrongState, match="2026"):
        open_envelope(envelope, by=envelope.lead)
    assert draw.why_not_yet(DRAW.move("draw"))
    draw.programme = None
    moved = visits(scene, "quality", at=HOUR + timedelta(hours=2))[0]
    with pytest.raises(Incomplete):
        committing.hand_on(envelope, moved, by=quality, note="")
    with pytest.raises(Forbidden):
        committing.hand_on(envelope, moved, by=scene.person("inspector2"), note="Ốm")
    committing.hand_on(envelope, moved, by=quality, note="Ốm")
    with standing_at(HOUR + timedelta(hours=1)), pytest.raises(WrongState):
        open_envelope(envelope, by=quality)
    with standing_at(HOUR + timedelta(hours=2)):
        made = open_envelope(envelope, by=quality)
        with pytest.raises(WrongState):
            committing.hand_on(envelope, moved, by=quality, note="Ốm")
        assert made.lead is quality
    leaver, last = scene.person("inspector"), draw.envelopes[1]
    assert hand_over(leaver, scene.person("head_economy"), quality) == 1 and last.lead is leaver
    assert [one.name for one in letters_of(quality)].count("draw_envelope_left") == 1
    assert hand_over(leaver, scene.person("inspector2"), quality) == 1 and last.lead is scene.person("inspector2")
    with standing_at(HOUR + timedelta(days=1)), pytest.raises(WrongState, match="kết thúc"):
        open_envelope(draw.envelopes[1], by=draw.envelopes[1].lead)


def test_the_seed_is_told_by_itself_once_nothing_is_left_to_spoil(app, place):
    with app.test_request_context(), standing_at(), transaction():
        scene = Scene(place)
        used_up, waiting = drawn(scene), drawn(scene)
        begun(scene, used_up)
        with standing_at(HOUR):
            last = open_envelope(waiting.envelopes[0], by=waiting.envelopes[0].lead).id
        numbers = used_up.id, waiting.id
    with app.test_request_context():

        def told_after(days):
            with standing_at(HOUR + timedelta(days=days)):
                reveal_round()
            with transaction():
                choose(db.session.get(Agency, place.agency_id))
                return [db.session.get(Draw, one).state for one in numbers]

        assert told_after(0) == ["revealed", "drawn"]
        assert told_after(1) == ["revealed", "drawn"], "its visit has not begun, so its unit would learn of it"
        with standing_at(HOUR + timedelta(days=1)), transaction():
            choose(db.session.get(Agency, place.agency_id))
            operations.cancel(db.session.get(Inspection, last), by=Scene(place).person("inspector"), note="Bão")
        assert told_after(1) == ["revealed", "revealed"]
        with transaction():
            choose(db.session.get(Agency, place.agency_id))
            assert proof_of(db.session.get(Draw, numbers[1])).ok
