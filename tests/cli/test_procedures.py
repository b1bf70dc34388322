import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from iso_qms.cli.procedures import procedures
from tests.processes.reading.build import docx, procedure


def _run(*arguments: str, input: bytes = b"") -> tuple[int, str]:
    result = CliRunner().invoke(procedures, ["read", *arguments], input=input)
    return result.exit_code, result.output


def test_each_file_is_one_line_of_json(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.docx").write_bytes(docx(procedure(code=f"QT {name}")))
    code, output = _run(str(tmp_path / "a.docx"), str(tmp_path / "b.docx"), "--json")
    found = [json.loads(line) for line in output.splitlines()]
    assert (code, [one["code"] for one in found]) == (0, ["QT a", "QT b"])
    assert found[0]["file"] == str(tmp_path / "a.docx")


def test_a_dash_is_standard_input() -> None:
    code, output = _run("-", "--json", input=docx(procedure()))
    assert (code, json.loads(output)["file"], json.loads(output)["title"]) == (0, "-", "Cấp giấy mẫu")


def test_refused_files_say_why_and_the_others_are_read(tmp_path: Path) -> None:
    (tmp_path / "bad.docx").write_bytes(b"nothing")
    (tmp_path / "good.docx").write_bytes(docx(procedure()))
    code, output = _run(str(tmp_path / "bad.docx"), str(tmp_path / "good.docx"), str(tmp_path / "missing"), "--json")
    bad, good, missing = [json.loads(line) for line in output.splitlines()]
    assert code == 1
    assert bad == {
        "file": str(tmp_path / "bad.docx"),
        "error": {"code": "not_word", "message": "This is not a Word file."},
    }
    assert good["code"] == "QT 07/MAU"
    assert missing["error"]["code"] == "unreadable"


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this machine has no endless file")
def test_no_more_of_a_file_is_read_than_may_come_in() -> None:
    code, output = _run("/dev/zero", "--json")
    assert (code, json.loads(output)["error"]["code"]) == (1, "too_big")


def test_no_file_is_wrong_usage() -> None:
    assert _run()[0] == 2
    assert _run("--colour", "x")[0] == 2


def test_without_json_a_person_reads_what_was_found(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(docx(procedure(limit="09 ngày làm việc.")))
    code, output = _run(str(tmp_path / "a.docx"), "-")
    assert code == 1
    assert "QT 07/MAU  Cấp giấy mẫu" in output
    assert "2 steps, 1 papers" in output
    assert "! The steps take 2 together, the limit is 9 (working_day)." in output
    assert "not read. The file is empty." in output


def test_reading_needs_no_database(tmp_path: Path) -> None:
    """It runs where the database cannot be reached and the home folder does not exist."""
    (tmp_path / "a.docx").write_bytes(docx(procedure()))
    nowhere = {"ISO_QMS_DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none", "ISO_QMS_HOME": str(tmp_path / "none")}
    command = [sys.executable, "-c", "from iso_qms.cli import main; main()", "procedures", "read", "a.docx", "--json"]
    done = subprocess.run(command, cwd=tmp_path, env={**os.environ, **nowhere}, capture_output=True, check=True)
    assert json.loads(done.stdout)["code"] == "QT 07/MAU"
    assert not (tmp_path / "none").exists()


def test_checking_names_what_does_not_agree_and_exits_with_1(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(docx(procedure(limit="09 ngày làm việc.")))
    (tmp_path / "good.docx").write_bytes(docx(procedure(code="QT 08/MAU")))
    both = CliRunner().invoke(procedures, ["check", "--json", str(tmp_path / "a.docx"), str(tmp_path / "good.docx")])
    first, second = [json.loads(line) for line in both.output.splitlines()]
    (finding,) = first["findings"]
    assert (both.exit_code, second["findings"]) == (1, [])
    assert (finding["rule"], finding["severity"], finding["place"]["key"]) == ("step_sum_differs", "warning", "steps")
    assert {"sum", "limit"} <= set(finding["values"]) and finding["suggestion"]


def test_checking_ends_with_0_where_nothing_is_found_and_speaks_vietnamese(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(docx(procedure()))
    (tmp_path / "b.docx").write_bytes(b"nothing")
    good = CliRunner().invoke(procedures, ["check", str(tmp_path / "a.docx"), "--lang", "vi"])
    refused = CliRunner().invoke(procedures, ["check", "--json", str(tmp_path / "b.docx")])
    assert (good.exit_code, "0 điểm cần xem" in good.output) == (0, True)
    assert (refused.exit_code, json.loads(refused.output)["error"]["code"]) == (1, "not_word")
    told = CliRunner().invoke(procedures, ["check", str(tmp_path / "b.docx"), "--lang", "vi"])
    assert told.output.strip() == f"{tmp_path / 'b.docx'}: Đây không phải tệp Word."
    assert CliRunner().invoke(procedures, ["check"]).exit_code == 2
