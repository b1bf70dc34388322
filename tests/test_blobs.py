"""Stored files: the same content once, checked when read, and collected when no row names them."""

import os
from datetime import timedelta

import pytest
import time_machine

from iso_qms import blobs
from iso_qms.clock import now
from iso_qms.db import db, transaction
from iso_qms.organisation.agencies import Agency, choose
from iso_qms.organisation.people import Person
from iso_qms.timetable import walk
from iso_qms.timetable.housekeeping import ORPHANS_KEPT
from iso_qms.workflow import Incomplete

PDF = b"%PDF-1.4 a paper"


@pytest.fixture
def clerk(context, place):
    choose(db.session.get(Agency, place.agency_id))
    return place.people["clerk"]


def attach(number, data=PDF, name="giấy.pdf"):
    with transaction():
        person = db.session.get_one(Person, number)
        return blobs.attach_bytes(person, data, name=name, by=person).sha256


def much_later():
    return time_machine.travel(now() + ORPHANS_KEPT + timedelta(hours=1), tick=False)


def test_the_same_content_is_stored_once_and_read_as_it_was(clerk):
    assert attach(clerk) == attach(clerk, name="bản sao.pdf")
    assert blobs.read(attach(clerk)) == PDF
    assert [one.name for one in blobs.files_of(db.session.get_one(Person, clerk))][:2] == ["giấy.pdf", "bản sao.pdf"]


def test_a_damaged_file_is_not_handed_out(clerk):
    place = blobs.place_of(attach(clerk))
    place.chmod(0o640)
    place.write_bytes(b"something else")
    with pytest.raises(OSError, match="damaged"):
        blobs.read(place.name)


@pytest.mark.parametrize(
    ("data", "mimetype", "is_shown"),
    [
        (PDF, "application/pdf", True),
        (b"\x89PNG\r\n\x1a\n...", "image/png", True),
        (b"<html><script>alert(1)</script>", "application/octet-stream", False),
        (b"PK\x03\x04 word/document.xml", blobs.WORD, False),
    ],
)
def test_the_type_follows_from_the_content_not_from_the_name(clerk, data, mimetype, is_shown):
    with transaction():
        person = db.session.get_one(Person, clerk)
        one = blobs.attach_bytes(person, data, name="ảnh.png", by=person)
        assert (one.mimetype, one.is_shown) == (mimetype, is_shown)


def test_an_empty_file_is_refused(clerk):
    with pytest.raises(Incomplete):
        attach(clerk, b"")


def test_a_file_that_no_row_names_is_collected_after_a_day(clerk):
    named, orphan = attach(clerk), blobs.store(b"never committed")
    walk("tidy")
    assert blobs.place_of(orphan).exists()
    with much_later():
        assert walk("tidy") == 1
        assert walk("tidy") == 0
    assert not blobs.place_of(orphan).exists()
    assert blobs.read(named) == PDF


def test_a_file_set_aside_keeps_its_content(clerk):
    kept = attach(clerk)
    with transaction():
        person = db.session.get_one(Person, clerk)
        blobs.set_aside(blobs.files_of(person)[0], by=person, reason="nhầm")
    with much_later():
        walk("tidy")
    assert blobs.read(kept) == PDF


def test_an_orphan_that_is_wanted_again_is_young_again(clerk):
    orphan = blobs.store(PDF)
    place = blobs.place_of(orphan)
    old = (now() - 2 * ORPHANS_KEPT).timestamp()
    os.utime(place, (old, old))
    assert blobs.store(PDF) == orphan
    walk("tidy")
    assert place.exists()
