import json
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from iso_qms.cli.conformance import conformance

STEPS = [{"id": "a", "name": "Receive"}, {"id": "b", "name": "Hand out", "after": ["a"]}]
LOG = (
    "case:concept:name,concept:name,time:timestamp\n1,Receive,2026-01-01\n1,Hand out,2026-01-02\n"
    "2,Hand out,2026-01-01\n2,Receive,2026-01-02\n"
)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "flow.json").write_text(json.dumps({"code": "QT-07", "steps": STEPS, "unknown": "report"}))
    (tmp_path / "log.csv").write_text(LOG)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*more, flow="flow.json", log="log.csv", input=None):
    result = CliRunner().invoke(conformance, ["check", "--flow", flow, "--log", log, *more], input=input)
    return result.exit_code, result.output


@pytest.mark.usefixtures("folder")
def test_the_answer_is_one_object_and_the_exit_code_says_whether_all_conform():
    code, output = run("--json")
    assert (code, json.loads(output)) == (
        1,
        {
            "cases": 2,
            "conforming": 1,
            "deviations": {"missing": {}, "order": {"b>a": 1}, "repeated": {}, "unknown": {}},
            "nonconforming": ["2"],
        },
    )
    code, output = run("--json", log="-", input=LOG[: LOG.index("2,")].encode())
    assert (code, json.loads(output)["conforming"]) == (0, 1)


@pytest.mark.usefixtures("folder")
def test_a_person_reads_what_differs_and_which_cases_to_look_at():
    code, output = run()
    assert code == 1
    assert "QT-07: 2 cases, 1 conform." in output
    assert "1  Hand out without Receive before it" in output
    assert "Do not conform: 2" in output
    assert "QT-07: 2 hồ sơ, 1 làm đúng." in run("--lang", "vi")[1]


def test_what_cannot_be_used_is_said_in_one_sentence(folder):
    assert run(log="none.csv") == (2, "none.csv cannot be read: No such file or directory.\n")
    assert run(flow=str(folder), log="log.csv")[0] == 2
    (folder / "bad.json").write_text("{")
    code, output = run(flow="bad.json")
    assert code == 2 and output.startswith("bad.json: The flow is not JSON") and output.count("\n") == 1
    (folder / "bad.csv").write_text(LOG + "3,Receive,soon\n")
    assert run("--json", log="bad.csv")[1].startswith("bad.csv: Row 6: “soon” is no time")
    assert run(flow="-", log="-")[0] == 2
    assert CliRunner().invoke(conformance, ["check", "--flow", "flow.json"]).exit_code == 2


def test_it_needs_no_database(folder):
    nowhere = {"ISO_QMS_DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none", "ISO_QMS_HOME": str(folder / "none")}
    arguments = ["conformance", "check", "--flow", "flow.json", "--log", "good.csv", "--json"]
    code = (
        f"import sys; sys.argv[1:] = {arguments}; from iso_qms.cli import main; main(standalone_mode=False); "
        "sys.exit(any(name in sys.modules for name in ('flask', 'sqlalchemy')))"
    )
    (folder / "good.csv").write_text(LOG[: LOG.index("2,")])
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, env={**os.environ, **nowhere}, capture_output=True)
    assert (done.returncode, json.loads(done.stdout)["cases"]) == (0, 1)
    assert not (folder / "none").exists()
