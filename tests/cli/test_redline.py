import json
import os
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner

from iso_qms.cli.redline import redline
from tests.documents.redline.pairs import pair
from tests.documents.redline.reader import said


def _files(folder: Path) -> tuple[str, str, str]:
    old, new = pair(3)
    (folder / "old.docx").write_bytes(old)
    (folder / "new.docx").write_bytes(new)
    return str(folder / "old.docx"), str(folder / "new.docx"), str(folder / "redline.docx")


def _run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(redline, list(arguments))
    return result.exit_code, result.output


def test_it_writes_the_redline_and_counts_the_changes(tmp_path: Path) -> None:
    old, new, out = _files(tmp_path)
    code, output = _run(old, new, "--out", out, "--json")
    found = json.loads(output)
    assert (code, found["moves"], found["engine"]) == (0, 0, "iso-qms")
    assert found["insertions"] + found["deletions"] > 0
    assert said(Path(out).read_bytes(), "accept") == said(Path(new).read_bytes(), "accept")
    assert _run(old, new, "--out", out)[1].startswith(f"{found['insertions']} insertions, ")


def test_a_refused_file_is_one_sentence_and_nothing_is_written(tmp_path: Path) -> None:
    old, _, out = _files(tmp_path)
    (tmp_path / "bad.docx").write_bytes(b"nothing")
    code, output = _run(old, str(tmp_path / "bad.docx"), "--out", out, "--json")
    assert (code, json.loads(output)) == (1, {"error": {"code": "not_word", "message": "This is not a Word file."}})
    assert _run(str(tmp_path / "missing.docx"), old, "--out", out)[0] == 1
    assert not Path(out).exists()


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    old, new, _ = _files(tmp_path)
    code, output = _run(old, new, "--out", str(tmp_path / "none" / "redline.docx"), "--json")
    assert (code, json.loads(output)["error"]["code"]) == (1, "unwritable")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["new.docx", "old.docx"]


def test_wrong_usage_is_two(tmp_path: Path) -> None:
    old, new, _ = _files(tmp_path)
    assert _run(old, new)[0] == 2
    assert _run(old, "--out", "x")[0] == 2


def test_it_needs_no_database_no_flask_and_no_sqlalchemy(tmp_path: Path) -> None:
    old, new, out = _files(tmp_path)
    program = (
        "import sys; from iso_qms.cli import main; main(sys.argv[1:], standalone_mode=False); "
        "assert not {'flask', 'sqlalchemy', 'babel'} & set(sys.modules)"
    )
    nowhere = {"ISO_QMS_DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none", "ISO_QMS_HOME": str(tmp_path / "none")}
    command = [sys.executable, "-c", program, "redline", old, new, "--out", out]
    subprocess.run(command, env={**os.environ, **nowhere}, capture_output=True, check=True)
    assert Path(out).exists() and not (tmp_path / "none").exists()
