"""The day before a dossier is late, its unit is warned: once for each due moment, in one letter."""

import time_machine

from iso_qms.db import db, unit
from iso_qms.dossiers.promise.due_warning_jobs import warnings_round
from iso_qms.dossiers.promise.due_warnings import DossierWarning
from iso_qms.organisation.agencies import across
from iso_qms.outbox.letters import Letter
from tests.dossiers.conftest import row, write_file
from tests.dossiers.test_jobs import bring_in


def test_a_unit_is_warned_the_working_day_before_once_for_each_due_moment(app, place, procedure, client, tmp_path):
    waits = {"paused_from": "03/09/2026 09:00", "pause_document": "12/PYC"}
    rows = [
        row("TOMORROW", "04/09/2026 08:00"),  # three working days: Wednesday 9 September
        row("LATER", "07/09/2026 08:00"),
        row("WAITS", "04/09/2026 08:00", **waits),
        row("LATE", "17/08/2026 08:00"),
        row("ANSWERED", "04/09/2026 08:00", "07/09/2026"),
        row("NOBODYS", "04/09/2026 08:00", receiving_unit="", deciding_unit=""),
    ]

    def walked():
        with app.app_context():
            return warnings_round()

    def letters(name="dossiers_due"):
        with app.app_context(), unit(writes=False), across():
            found = db.session.query(Letter).filter_by(name=name).order_by(Letter.id)
            return [(one.person_id, one.body) for one in found]

    with time_machine.travel("2026-09-08T07:40+07:00", tick=False):
        bring_in(app, place, write_file(tmp_path / "a.csv", *rows))
        assert walked() == 1 and walked() == 0
        ((who, body),) = letters()
        assert who == place.people["head_economy"]
        assert "TOMORROW" in body and "09/09/2026" in body and "promises?view=soon" in body
        assert not any(code in body for code in ("LATER", "WAITS", "LATE (", "ANSWERED", "NOBODYS"))
        client.sign_in("head_economy")
        seen = client.get("/an-khe/dossiers/promises?view=soon").text
        assert "TOMORROW" in seen and "LATER" not in seen
        assert "hồ sơ sắp quá hạn" in client.get("/an-khe/").text
        client.sign_in("head_culture")
        assert "TOMORROW" not in client.get("/an-khe/dossiers/promises").text
        bring_in(app, place, write_file(tmp_path / "b.csv", row("SAME-DAY", "04/09/2026 09:00")))
        assert walked() == 1 and len(letters()) == 2, "what came in later is warned of alone"
    with time_machine.travel("2026-09-12T07:40+07:00", tick=False):
        assert walked() == 0, "Saturday is a day off"
    with time_machine.travel("2026-09-09T07:40+07:00", tick=False):
        assert walked() == 1
        assert "LATER" in letters()[-1][1] and "TOMORROW" not in letters()[-1][1]
    with app.app_context(), unit(writes=False), across():
        assert db.session.query(DossierWarning).count() == len(set(db.session.query(DossierWarning.dossier_id)))
