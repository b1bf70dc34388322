"""What was sealed and then altered behind the application's back is found and named."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from iso_qms.db import db, transaction
from iso_qms.journal import JournalEntry, JournalLeaf, JournalSeal, last_root, seal, verify
from iso_qms.journal.seals import FIELDS, tree_root

TEXTS = ("name", "post", "unit", "capacity", "verb", "kind", "over_kind", "label", "reason", "changes")
NUMBERS = ("agency_id", "person_id", "thing_id", "over_id")


@pytest.fixture
def sealed(context, place):
    """Entries in two seals, and a last one not sealed; the triggers are gone, as an attacker would see to."""
    from iso_qms.journal import write
    from iso_qms.organisation.operations import clock_of
    from iso_qms.organisation.units import Unit

    def act(phone):
        with transaction():
            from iso_qms.organisation.agencies import Agency, choose

            choose(db.session.get(Agency, place.agency_id))
            unit = db.session.get_one(Unit, place.units["office"])
            unit.phone = phone
            write(unit, "unit.changed", by=clock_of(place.agency_id), reason="Số mới “ữ”")

    seal()
    for number in range(5):
        act(f"0203 {number}")
    seal()
    act("not sealed")
    disarm()
    return list(db.session.scalars(select(JournalLeaf.entry_id).order_by(JournalLeaf.entry_id)))


def disarm():
    with transaction() as session:
        if db.engine.dialect.name == "sqlite":
            for table in ("journal_entry", "journal_leaf", "journal_seal"):
                session.execute(text(f"DROP TRIGGER {table}_no_update"))
                session.execute(text(f"DROP TRIGGER {table}_no_delete"))
        else:
            for table in ("journal_entry", "journal_leaf", "journal_seal"):
                session.execute(text(f"DROP TRIGGER {table}_append_only ON {table}"))


def tamper(statement, **values):
    with transaction() as session:
        if db.engine.dialect.name == "sqlite":
            session.execute(text("PRAGMA defer_foreign_keys = ON"))
        session.execute(text(statement), values)


def test_an_untouched_journal_is_whole(sealed):
    verdict = verify()
    assert (verdict.ok, verdict.first_bad, verdict.unsealed) == (True, None, 1)
    assert verdict.entries == verdict.sealed + 1 == len(sealed) + 1
    assert verdict.root == last_root()
    assert verify(expect_root=verdict.root).ok


def test_sealing_again_binds_only_what_is_new(sealed):
    assert (seal(), seal()) == (1, 0)
    assert verify().unsealed == 0


@pytest.mark.parametrize("column", TEXTS)
def test_an_altered_text_is_found_and_named(sealed, column):
    tamper(f"UPDATE journal_entry SET {column} = coalesce({column}, '') || ' ' WHERE id = :id", id=sealed[-2])
    assert verify().first_bad == {"id": sealed[-2], "what": "the entry was altered"}


@pytest.mark.parametrize("column", NUMBERS)
def test_an_altered_number_is_found_and_named(sealed, column):
    tamper(f"UPDATE journal_entry SET {column} = coalesce({column}, 0) + 1 WHERE id = :id", id=sealed[3])
    assert verify().first_bad == {"id": sealed[3], "what": "the entry was altered"}


def test_an_altered_moment_is_found_and_named(sealed):
    ago = "datetime(at, '-1 second')" if db.engine.dialect.name == "sqlite" else "at - interval '1 microsecond'"
    tamper(f"UPDATE journal_entry SET at = {ago} WHERE id = :id", id=sealed[0])
    assert verify().first_bad["id"] == sealed[0]


@given(data=st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_altered_byte_of_a_sealed_entry_is_found(sealed, data):
    entry_id, column = data.draw(st.sampled_from(sealed)), data.draw(st.sampled_from(TEXTS))
    before = db.session.scalar(text(f"SELECT {column} FROM journal_entry WHERE id = :id"), {"id": entry_id})
    written = (before or "").encode()
    place, byte = data.draw(st.integers(0, len(written))), bytes([data.draw(st.integers(1, 127))])
    altered = written[:place] + byte + written[place + data.draw(st.integers(0, 1)) :]
    after = altered.decode("utf-8", "replace")
    tamper(f"UPDATE journal_entry SET {column} = :after WHERE id = :id", after=after, id=entry_id)
    found = verify()
    tamper(f"UPDATE journal_entry SET {column} = :before WHERE id = :id", before=before, id=entry_id)
    assert found.ok == (after == before)
    assert found.ok or found.first_bad["id"] == entry_id
    assert verify().ok


@pytest.mark.parametrize("which", [0, 3, -1])
def test_a_removed_entry_is_found_and_named(sealed, which):
    tamper("DELETE FROM journal_entry WHERE id = :id", id=sealed[which])
    assert verify().first_bad == {"id": sealed[which], "what": "the entry was removed"}


@pytest.mark.parametrize("which", [0, 3, -2, -1])
def test_an_entry_removed_with_its_leaf_is_found_and_named(sealed, which):
    tamper("DELETE FROM journal_leaf WHERE entry_id = :id", id=sealed[which])
    tamper("DELETE FROM journal_entry WHERE id = :id", id=sealed[which])
    assert verify().first_bad == {"id": sealed[which], "what": "the entry was removed, and its leaf with it"}


def copied(new_id, old_id):
    others = ", ".join(name for name in FIELDS if name != "id")
    tamper(
        f"INSERT INTO journal_entry (id, {others}) SELECT :new, {others} FROM journal_entry WHERE id = :old",
        new=new_id,
        old=old_id,
    )


def test_an_inserted_entry_is_found_and_named_even_right_after_the_seal(sealed):
    copied(-7, sealed[-1])
    assert verify().first_bad == {"id": -7, "what": "the entry was inserted after its neighbours were sealed"}


def test_an_entry_inserted_with_a_leaf_of_its_own_is_found_and_named(sealed):
    copied(-7, sealed[-1])
    last = db.session.scalars(select(JournalLeaf).order_by(JournalLeaf.entry_id.desc()).limit(1)).one()
    values = {"seal": last.seal_id, "position": last.position + 1, "hash": last.hash}
    tamper(
        "INSERT INTO journal_leaf (entry_id, seal_id, position, hash) VALUES (-7, :seal, :position, :hash)", **values
    )
    assert verify().first_bad["id"] == -7


def test_an_entry_altered_together_with_its_leaf_breaks_the_seal(sealed):
    tamper("UPDATE journal_leaf SET hash = :hash WHERE entry_id = :id", hash="0" * 64, id=sealed[-1])
    assert not verify().ok
    tamper("UPDATE journal_seal SET tree = :tree", tree=tree_root(["0" * 64]))
    assert not verify().ok


def test_a_removed_seal_is_found(sealed):
    first = db.session.scalars(select(JournalSeal.id).order_by(JournalSeal.id)).first()
    tamper("DELETE FROM journal_leaf WHERE seal_id = :id", id=first)
    tamper("DELETE FROM journal_seal WHERE id = :id", id=first)
    assert not verify().ok


def test_a_cut_tail_is_found_with_a_root_kept_outside(sealed):
    root = last_root()
    last = db.session.scalars(select(JournalSeal).order_by(JournalSeal.id.desc())).first()
    number, leaves = last.id, select(JournalLeaf.entry_id).where(JournalLeaf.seal_id == last.id)
    cut = list(db.session.scalars(leaves))
    tamper("DELETE FROM journal_leaf WHERE seal_id = :id", id=number)
    tamper("DELETE FROM journal_seal WHERE id = :id", id=number)
    tamper("DELETE FROM journal_entry WHERE id >= :id", id=min(cut))
    assert verify().ok
    assert "tail was cut" in verify(expect_root=root).first_bad["what"]


def test_an_entry_still_being_written_does_not_stop_the_others_from_being_sealed_later(app, place):
    """On PostgreSQL numbers are given out before the commit; nothing may be sealed past an open one."""
    import threading

    wrote, go_on = threading.Event(), threading.Event()

    def slow_writer():
        with app.app_context(), transaction():
            write_one(place)
            wrote.set()
            go_on.wait(10)

    writer = threading.Thread(target=slow_writer)
    writer.start()
    wrote.wait(10)
    threading.Timer(0.3, go_on.set).start()
    with app.app_context(), transaction():
        write_one(place)
    with app.app_context():
        seal()
        assert verify().ok
        assert verify().unsealed == 0
    writer.join()


def write_one(place):
    from iso_qms.journal import write
    from iso_qms.organisation.agencies import Agency
    from iso_qms.organisation.operations import clock_of

    agency = db.session.get_one(Agency, place.agency_id)
    entry = write(agency, "agency.founded", by=clock_of(agency))
    db.session.flush()
    assert isinstance(entry, JournalEntry)
