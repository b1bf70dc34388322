"""`iso-qms dossiers import` and `recount` as someone types them."""

from sqlalchemy import update

from iso_qms.db import transaction
from iso_qms.dossiers.figure.counts import DossierCount
from tests.dossiers.conftest import TOML, row, write_file
from tests.fixtures.commands import called


def test_a_file_comes_in_and_wrong_rows_are_told(place, environment, tmp_path):
    (tmp_path / "igate.toml").write_text(TOML, encoding="utf-8-sig")  # as Notepad saves it
    path = write_file(tmp_path / "a.csv", row("A", "14/08/2026 09:00"), row("", "14/08/2026 09:00"))
    told = ["dossiers", "import", str(path), "--mapping", str(tmp_path / "igate.toml")]
    done = called(environment, *told, "--agency", "an-khe")
    assert done.exit_code == 1 and "1 added" in done.stdout
    assert "Row 3: There is no code of a dossier. (Mã hồ sơ)" in done.stderr
    assert called(environment, *told, "--agency", "nowhere").exit_code == 2
    assert called(environment, *told, "--agency", "an-khe", "--by", "nobody").exit_code == 2
    path.write_bytes(b"")
    empty = called(environment, *told, "--agency", "an-khe")
    assert empty.exit_code == 2 and "The file is empty" in empty.stderr
    write_file(path).write_text("x;y\n1;2")
    assert "no column" in called(environment, *told, "--agency", "an-khe").stderr
    (tmp_path / "igate.toml").write_text(TOML, encoding="utf-16")
    wide = called(environment, *told, "--agency", "an-khe")
    assert wide.exit_code == 2 and "no TOML text" in wide.stderr


def test_a_recount_says_what_differs_until_it_is_right(app, place, environment, tmp_path):
    (tmp_path / "igate.toml").write_text(TOML)
    path = write_file(tmp_path / "a.csv", row("A", "14/08/2026 09:00"))
    here = "--agency", "an-khe"
    called(environment, "dossiers", "import", str(path), "--mapping", str(tmp_path / "igate.toml"), *here)
    with app.app_context(), transaction() as session:
        session.connection().execute(update(DossierCount.__table__).values(received=5))
    looked = called(environment, "dossiers", "recount", "--check", *here)
    assert looked.exit_code == 1 and "kept 5, counted 1" in looked.stderr and "right" not in looked.stderr
    assert "put right" in called(environment, "dossiers", "recount", *here).stderr
    done = called(environment, "dossiers", "recount", *here)
    assert done.exit_code == 0 and "1 dossiers counted" in done.stdout and "0 counts differ" in done.stdout
