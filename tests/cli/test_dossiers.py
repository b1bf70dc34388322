"""`iso-qms dossiers import` as someone types it."""

from tests.dossiers.conftest import TOML, row, write_file
from tests.fixtures.commands import called


def test_a_file_comes_in_and_wrong_rows_are_told(place, environment, tmp_path):
    (tmp_path / "igate.toml").write_text(TOML)
    path = write_file(tmp_path / "a.csv", row("A", "14/08/2026 09:00"), row("", "14/08/2026 09:00"))
    told = ["dossiers", "import", str(path), "--mapping", str(tmp_path / "igate.toml")]
    done = called(environment, *told, "--agency", "an-khe")
    assert done.exit_code == 1 and "1 added" in done.stdout and "row 3: no code" in done.stderr
    assert called(environment, *told, "--agency", "nowhere").exit_code == 2
    assert called(environment, *told, "--agency", "an-khe", "--by", "nobody").exit_code == 2
    path.write_bytes(b"")
    empty = called(environment, *told, "--agency", "an-khe")
    assert empty.exit_code == 2 and "The file is empty" in empty.stderr
    write_file(path).write_text("x;y\n1;2")
    assert "no column" in called(environment, *told, "--agency", "an-khe").stderr
