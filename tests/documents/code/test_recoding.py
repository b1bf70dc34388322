"""Other codes for documents: old ones stay known, what was approved stays what it was, and nothing is given twice."""

import pytest
from sqlalchemy.exc import IntegrityError

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents import operations
from iso_qms.documents.approval import reviewing
from iso_qms.documents.blocks import content_hash
from iso_qms.documents.code import codes, recoding
from iso_qms.documents.code.crosswalks import judge, proposed
from iso_qms.documents.issue import releasing
from iso_qms.organisation.agencies import Agency
from iso_qms.organisation.operations import close_unit, code_unit, end_holding
from iso_qms.organisation.people import holders_of, holdings_of
from iso_qms.organisation.units import successors_of
from iso_qms.search import search
from iso_qms.workflow import Forbidden, Refused, WrongState


def changed(shelf, document, code):
    """Correct the code in the register entry."""
    told = {"title": document.title, "unit": document.unit, "owner_post": document.owner_post}
    operations.change_document(document, by=shelf.person("author"), code=code, **told)


def pattern(shelf, kind, typed, *, is_strict=False):
    agency = db.session.get(Agency, shelf.place.agency_id)
    codes.keep_rules(agency, {kind: codes.read_rule(kind, typed, is_strict=is_strict)}, by=shelf.person("quality"))


def test_a_revision_in_review_is_approved_under_the_code_it_was_submitted_with(shelf):
    revision = shelf.agreed()
    changed(shelf, revision.document, "QT-70")
    reviewing.approve(revision, by=shelf.person("leader"), effective_on=today())
    assert (revision.printed_code, revision.document.code) == ("QT-07", "QT-70")
    assert content_hash(revision) == revision.content_hash
    assert codes.renamed(revision).next_code == "QT-70"


def test_a_draft_follows_the_register_and_nothing_of_it_is_kept(shelf):
    revision = shelf.draft()
    changed(shelf, revision.document, "QT-70")
    assert revision.printed_code == "QT-70"
    assert codes.former_codes([revision.document_id]) == {}


def test_correcting_the_entry_keeps_the_words_findable_and_the_old_code_too(shelf):
    revision = shelf.in_force(text="Gửi phiếu xin lỗi.")
    changed(shelf, revision.document, "QT-70")
    for typed in ("xin loi", "QT-07", "QT-70"):
        assert [hit.thing for hit in search(typed, person=shelf.person("staff"))] == [revision.document], typed
    assert codes.called(["qt  07", "QT-07"])["QT-07"] == [revision.document]


def test_a_code_means_whoever_bears_it_before_whoever_bore_it(shelf):
    old = shelf.in_force()
    changed(shelf, old.document, "QT-70")
    new = shelf.document("QT-07")
    assert codes.called(["QT-07"])["QT-07"] == [new]


def test_numbers_go_on_behind_withdrawn_documents_and_former_codes(shelf):
    pattern(shelf, "procedure", "QT-{number:02}")
    releasing.withdraw(shelf.in_force(shelf.document("QT-08")), by=shelf.person("leader"), note="Không còn dùng.")
    changed(shelf, shelf.in_force(shelf.document("QT-11")).document, "QT-03")
    assert codes.next_code("procedure", unit=shelf.unit("economy")) == "QT-12"
    said = [one.said for one in codes.doubts_about("QT-08", kind="procedure", agency_id=shelf.place.agency_id)]
    assert said == ["Mã này của tài liệu đã bãi bỏ, số không cấp lại:"]


def test_a_strict_pattern_lets_no_other_code_in(shelf):
    pattern(shelf, "procedure", "QT-{number:02}", is_strict=True)
    shelf.document("QT-07")
    for code in ("QT 8", "QT-07"):
        with pytest.raises(Refused):
            shelf.document(code)


def test_the_database_refuses_a_code_that_nobody_knew_to_be_shared(shelf):
    shelf.document("QT-07")
    second = shelf.document("QT-07")
    assert second.code_shared
    second.code_shared = False
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_only_who_keeps_codes_gives_new_ones_and_only_for_what_is_still_as_it_was(shelf):
    document = shelf.in_force().document
    line = recoding.Recoding(document, "QT-07", "QT-08", shelf.unit("culture"))
    with pytest.raises(Forbidden):
        recoding.recode([line], by=shelf.person("author"), on=today(), basis="")
    changed(shelf, document, "QT-09")
    with pytest.raises(WrongState):
        recoding.recode([line], by=shelf.person("quality"), on=today(), basis="")


def test_a_form_follows_the_code_of_its_procedure_and_an_owner_is_found(shelf):
    pattern(shelf, "procedure", "QT-{number:02}/{unit}")
    pattern(shelf, "form", "{procedure}/BM-{number:02}")
    for key, part in (("economy", "KT"), ("culture", "VHXH")):
        code_unit(shelf.unit(key), part, by=shelf.clock)
    procedure = shelf.in_force(shelf.document("QT-07/KT")).document
    form = operations.register_document(
        "form", code="QT-07/KT/BM-02", title="Đơn", unit=shelf.unit("economy"), by=shelf.person("author")
    )
    lines = proposed([form, procedure], shelf.unit("culture"))
    assert [one.code for one in lines] == ["QT-07/VHXH/BM-02", "QT-07/VHXH"]
    assert judge(lines, shelf.unit("culture"))
    owner = shelf.post("head_culture")
    given = [recoding.Recoding(one.document, one.was, one.code, shelf.unit("culture")) for one in lines]
    recoding.recode(given, by=shelf.person("quality"), on=today(), basis="", owner=owner)
    assert (form.owner_post, procedure.owner_post) == (owner, shelf.post("head_economy"))
    assert form.unit == shelf.unit("culture")


def test_under_a_unit_that_has_no_part_for_codes_nothing_is_proposed_and_the_reason_is_said(shelf):
    pattern(shelf, "procedure", "QT-{number:02}/{unit}")
    document = shelf.in_force(shelf.document("QT-07/KT")).document
    lines = proposed([document], shelf.unit("culture"))
    assert judge(lines, shelf.unit("culture"))
    assert (lines[0].code, lines[0].note) == ("QT-07/KT", "Đơn vị chưa có ký hiệu trong mã.")


def test_a_unit_closed_once_more_has_the_successors_named_last(shelf):
    land = shelf.unit("land")
    for holding in holders_of(shelf.post("clerk"), today(), deputies=False):
        for held in holdings_of(holding, today()):
            end_holding(held, by=shelf.clock, on=today())
    for key in ("economy", "culture"):
        close_unit(land, by=shelf.clock, last_day=today(), reason="Sáp nhập", successors=[shelf.unit(key)])
    assert successors_of(land) == [shelf.unit("culture")]
    with pytest.raises(Refused):
        close_unit(land, by=shelf.clock, last_day=today(), reason="Sáp nhập", successors=[land])
