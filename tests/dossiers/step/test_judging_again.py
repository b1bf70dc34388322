"""`iso-qms dossiers judge`: what was judged by less, or by other steps, is judged again."""

from sqlalchemy import update

from iso_qms.db import transaction
from iso_qms.dossiers.models import Dossier
from iso_qms.dossiers.step import judging_again
from tests.dossiers.conftest import row, write_file
from tests.dossiers.event.test_event_intake import bring_events
from tests.dossiers.test_jobs import bring_in
from tests.fixtures.commands import called


def test_dossiers_judged_before_are_judged_again_batch_by_batch(app, place, steps, environment, tmp_path, monkeypatch):
    bring_in(app, place, write_file(tmp_path / "a.csv", *(row(code, "14/08/2026 09:00") for code in "ABC")))
    lines = [f"{code},{step},2026-08-{day} 09:00,,,," for code in "AB" for day, step in ((18, "Trả"), (17, "Nhận"))]
    _came, before = bring_events(app, place, tmp_path / "e.csv", *lines)
    assert [before[code][1] for code in "ABC"] == [False, False, None], "what was given out was never assessed"
    with app.app_context(), transaction() as session:
        older = update(Dossier.__table__).where(Dossier.__table__.c.code == "B").values(conforms=True, differs=0)
        session.connection().execute(older)
    monkeypatch.setattr(judging_again, "MANY", 2)
    judge = "dossiers", "judge", "--agency", "an-khe"
    assert "0 dossiers judged" in called(environment, *judge, "--procedure", "QT-07", "--after", "1000000").stdout
    done = called(environment, *judge)
    assert done.exit_code == 0 and "2 dossiers judged" in done.stdout and "1 differ from them" in done.stdout
    assert bring_events(app, place, tmp_path / "e2.csv", *lines)[1] == before
    assert "0 stand otherwise" in called(environment, *judge).stdout
    assert called(environment, *judge, "--procedure", "QT-99").exit_code == 2
