"""Promises that were broken are found, listed and made nonconformities: outstanding, never, late, twice, missed."""

import pytest
import time_machine

from iso_qms.clock import now
from iso_qms.db import db, transaction
from iso_qms.dossiers.incoming.mapping import Mapping
from iso_qms.dossiers.models import Dossier
from iso_qms.dossiers.promise import apologising
from iso_qms.dossiers.promise.broken_promises import make_nonconformity
from iso_qms.dossiers.promise.promised import broken_by
from iso_qms.organisation.agencies import Agency, choose
from iso_qms.organisation.people import Person
from iso_qms.workflow import WrongState
from tests.dossiers import conftest, test_jobs
from tests.dossiers.conftest import row, write_file
from tests.dossiers.test_jobs import bring_in


@pytest.fixture
def moved(monkeypatch):
    """Files that tell of rescheduled days too."""
    columns = conftest.COLUMNS | {"rescheduled_to": "Hẹn lại"}
    monkeypatch.setattr(conftest, "COLUMNS", columns)
    monkeypatch.setattr(test_jobs, "MAPPING", Mapping("igate", columns, units={"Một cửa": "TTPVHCC"}))


def test_every_broken_promise_is_found_listed_and_made_a_nonconformity(
    app, place, procedure, september, moved, client, tmp_path
):
    rows = [
        row("OUTSTANDING", "17/08/2026 08:00"),
        row("NEVER", "17/08/2026 08:00", "25/08/2026"),
        row("SORRY-LATE", "17/08/2026 08:00"),
        row("TWICE", "17/08/2026 08:00", rescheduled_to="25/08/2026"),
        row("MISSED", "17/08/2026 08:00", "27/08/2026", rescheduled_to="25/08/2026"),
        row("KEPT", "17/08/2026 08:00", "25/08/2026", rescheduled_to="26/08/2026"),
        row("FINE", "04/09/2026 08:00"),
    ]
    bring_in(app, place, write_file(tmp_path / "a.csv", *rows))
    bring_in(app, place, write_file(tmp_path / "between.csv", row("TWICE", "17/08/2026 08:00")))
    again = row("TWICE", "17/08/2026 08:00", rescheduled_to="15/09/2026")
    bring_in(app, place, write_file(tmp_path / "b.csv", again))
    with app.app_context(), transaction():
        choose(db.session.get(Agency, place.agency_id))
        found = {one.code: one for one in db.session.query(Dossier)}
        head = db.session.get(Person, place.people["head_economy"])
        day = apologising.proposed_day(place.agency_id)
        one = apologising.draft(found["SORRY-LATE"], by=head, reason_kind="load", reason="Nhiều hồ sơ.", new_due_on=day)
        apologising.sign(one, by=head)
        apologising.send(one, by=head)
        db.session.flush()
        broken = {code: broken_by(each, now()) for code, each in found.items()}
        assert broken == {
            "OUTSTANDING": ["outstanding"], "NEVER": ["never"], "SORRY-LATE": ["late"], "TWICE": ["twice"],
            "MISSED": ["missed"], "KEPT": [], "FINE": [],
        }  # fmt: skip
        with pytest.raises(WrongState):
            make_nonconformity(found["KEPT"], by=head)
        numbers = {code: each.id for code, each in found.items()}
    client.sign_in("quality")
    for view, code in {"outstanding": "OUTSTANDING", "never": "NEVER", "late": "SORRY-LATE", "twice": "TWICE",
                       "missed": "MISSED"}.items():  # fmt: skip
        page = client.get(f"/an-khe/dossiers/promises?view={view}").text
        assert f">{code}</a>" in page
        assert not any(f">{other}</a>" in page for other in numbers if other != code)
    # Three working days from the 17th end on the 20th; the 22nd was worked, and five days off followed the 28th.
    assert "trễ 11 ngày làm việc" in client.get("/an-khe/dossiers/promises?view=outstanding").text
    missed = client.get("/an-khe/dossiers/promises?view=missed").text
    assert "trễ 6 ngày làm việc" in missed and "trễ 2 ngày làm việc" in missed, "against the first day and the new one"
    new_day = client.get("/an-khe/dossiers/promises?view=moved").text
    assert ">TWICE</a>" in new_day and "15/09/2026" in new_day and ">SORRY-LATE</a>" in new_day
    assert "Hẹn lại hai lần" in client.get(f"/an-khe/dossiers/{numbers['TWICE']}").text
    made = client.post_form(f"/an-khe/dossiers/{numbers['TWICE']}", "/nonconformity")
    assert "Hồ sơ TWICE" in made.text and "15/09/2026" in made.text
    shown = client.get(f"/an-khe/dossiers/{numbers['TWICE']}").text
    assert "/improvement/nonconformities/1" in shown and "Lập thành sự không phù hợp" not in shown
    with time_machine.travel("2027-10-08T09:00+07:00", tick=False):
        client.sign_in("quality")
        assert ">NEVER</a>" not in client.get("/an-khe/dossiers/promises?view=never").text
        assert ">OUTSTANDING</a>" in client.get("/an-khe/dossiers/promises").text, "nothing is about to be late"
