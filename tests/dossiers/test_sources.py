"""A single dossier as the source of a nonconformity, linked both ways."""

import pytest

from iso_qms.db import db
from iso_qms.improvement.models import Nonconformity
from iso_qms.organisation.agencies import across
from tests.dossiers.conftest import row, write_file
from tests.dossiers.test_jobs import bring_in

pytestmark = pytest.mark.one_database


def test_a_nonconformity_from_a_late_dossier_is_linked_both_ways(app, place, procedure, september, client, tmp_path):
    late, kept = row("H-1", "17/08/2026 08:00", "25/08/2026 16:00"), row("H-2", "17/08/2026 08:00", "18/08/2026 16:00")
    bring_in(app, place, write_file(tmp_path / "a.csv", late, kept))
    client.sign_in("quality")
    new = "/an-khe/improvement/nonconformities/new?source=late_dossier&source_id=1"
    assert new.replace("&", "&amp;") in client.get("/an-khe/dossiers/1").text
    assert "nonconformities/new" not in client.get("/an-khe/dossiers/2").text, "what was kept is nothing to act on"
    form = client.get(new).text
    assert "Nguồn: Hồ sơ trễ hạn, H-1 (QT-07" in form and 'value="H-1"' in form
    page = client.post_form(new, title="Trả trễ hai ngày, không phiếu xin lỗi")
    assert 'href="/an-khe/dossiers/1"' in page.text
    assert "KPH-2026-001" in client.get("/an-khe/dossiers/1").text
    with app.app_context(), across():
        one = db.session.query(Nonconformity).one()
        assert (one.source_kind, one.source_id, one.unit_id) == ("late_dossier", 1, place.units["economy"])
        assert one.revision_id is not None, "the text in force when it came in"
    other = app.test_client()
    other.sign_in("head_culture")
    assert "H-1 (QT-07" not in other.get(new).text, "whoever may not see the dossier opens none from it"
