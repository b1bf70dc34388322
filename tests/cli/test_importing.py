"""`iso-qms procedures import` as someone types it."""

import json

from tests.fixtures.commands import called
from tests.processes.files import word_file


def run(environment, *arguments):
    return called(environment, "procedures", "import", *arguments)


def test_files_become_drafts_and_a_refused_one_holds_up_no_other(place, environment, tmp_path):
    good, bad = tmp_path / "tot.docx", tmp_path / "hong.docx"
    good.write_bytes(word_file())
    bad.write_bytes(b"khong phai Word")
    done = run(environment, str(bad), str(good), "--agency", "an-khe", "--unit", "KT", "--by", "author")
    refused, made = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.exit_code == 1, done.stderr
    assert refused["error"]["code"] == "not_word"
    assert (made["code"], made["state"], made["revision"]) == ("QT 07/VH-Đ", "draft", 1)


def test_all_drafts_end_well(place, environment, tmp_path):
    (tmp_path / "a.docx").write_bytes(word_file())
    done = run(environment, str(tmp_path / "a.docx"), "--agency", "an-khe", "--unit", "KT", "--by", "author")
    assert done.exit_code == 0, done.stderr


def test_an_unknown_name_is_wrong_usage(place, environment, tmp_path):
    (tmp_path / "a.docx").write_bytes(word_file())
    done = run(environment, str(tmp_path / "a.docx"), "--agency", "an-khe", "--unit", "KT", "--by", "nobody")
    assert done.exit_code == 2, done.stderr
    assert "nobody" in done.stderr


def test_who_may_not_write_makes_no_draft(place, environment, tmp_path):
    (tmp_path / "a.docx").write_bytes(word_file())
    done = run(environment, str(tmp_path / "a.docx"), "--agency", "an-khe", "--unit", "KT", "--by", "staff")
    assert done.exit_code == 1, done.stderr
    assert "error" in json.loads(done.stdout)
