from datetime import date

import pytest

from iso_qms.db import db, transaction
from iso_qms.improvement.models import Nonconformity
from iso_qms.workflow import Incomplete
from tests.documents.conftest import Shelf, words_of


def test_a_nonconformity_from_a_document_is_linked_both_ways(app, place, as_):
    with app.app_context(), transaction():
        revision = Shelf(place).in_force()
        number = revision.document_id
    quality, page = as_("quality"), f"/an-khe/documents/{number}"
    new = f"/an-khe/improvement/nonconformities/new?source=document&source_id={number}"
    assert new.replace("&", "&amp;") in quality.get(page).text
    assert "Open a nonconformity" not in as_("staff").get(page).text
    form = quality.get(new).text
    assert "It comes from: Check of a document, QT-07" in form
    assert 'name="source_kind"' not in form
    unit = str(place.units["economy"])
    said = quality.post_form(new, title="Bước 3 thiếu thời hạn", unit=unit, found_on="2026-03-02", grade="minor")
    assert f'href="/an-khe/documents/{number}' in said.text, words_of(said)
    about = f"/an-khe/improvement/?view=all&amp;document={number}"
    assert about in quality.get(page).text
    assert "Bước 3" in quality.get(about.replace("&amp;", "&")).text
    assert "Bước 3" not in quality.get("/an-khe/improvement/?view=all&document=99999").text
    with app.app_context():
        from iso_qms.organisation.agencies import across

        with across():
            one = db.session.query(Nonconformity).one()
            assert (one.source_kind, one.source_id, one.document_id) == ("document", number, number)
            assert one.revision_id is not None
    for strange in ("source=document&source_id=99999", "source=person&source_id=1", "source=document&source_id=x"):
        assert 'name="source_kind"' in quality.get(f"/an-khe/improvement/nonconformities/new?{strange}").text


def test_what_is_not_kept_here_is_typed_with_its_number_and_its_day(case):
    typed = {"source_kind": "external_inspection", "source_reference": "12/BB-KTCL", "source_on": date(2026, 2, 27)}
    one = case.opened(**typed)
    assert (one.source_reference, one.source_on) == ("12/BB-KTCL", date(2026, 2, 27))
    with pytest.raises(Incomplete):
        case.opened(source_on=date(2026, 3, 3))
