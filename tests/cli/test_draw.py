import json

import pytest
from click import ClickException
from click.testing import CliRunner

from iso_qms.audits.draw.sampling import bind_sample, draw_sample
from iso_qms.cli import main
from iso_qms.cli.draw import proof_by_number
from iso_qms.db import transaction
from tests.audits.lots import committed
from tests.audits.scenes import Scene, standing_at


@pytest.fixture
def call(tmp_path, monkeypatch):
    """The command, run where its files are."""
    monkeypatch.chdir(tmp_path)
    return lambda *words: CliRunner().invoke(main, ["draw", *words])


def test_a_sample_is_drawn_and_redone_from_its_file_and_a_change_is_found(call, tmp_path):
    (tmp_path / "codes.txt").write_text("H01\nH02\n\nH03\nH04\n", encoding="utf-8")
    drawn = call("sample", "codes.txt", "--number", "2", "--public-part", "07 31")
    told = json.loads(drawn.stdout)
    (tmp_path / "draw.json").write_text(drawn.stdout, encoding="utf-8")
    done = call("verify", "draw.json")
    assert done.exit_code == 0 and f"1. {told['drawn'][0]}\n2. {told['drawn'][1]}" in done.stdout
    assert json.loads(call("verify", "draw.json", "--json").stdout)["drawn"] == told["drawn"]
    (tmp_path / "draw.json").write_text(json.dumps(told | {"drawn": told["drawn"][::-1]}), encoding="utf-8")
    wrong = call("verify", "draw.json")
    assert wrong.exit_code == 1 and "another result" in wrong.stdout
    (tmp_path / "draw.json").write_text(json.dumps(told | {"seed": None, "drawn": None}), encoding="utf-8")
    assert "still sealed" in call("verify", "draw.json").stdout


def test_what_cannot_be_drawn_or_read_is_refused_in_one_sentence(call, tmp_path):
    (tmp_path / "codes.txt").write_text("H01\nH01\n", encoding="utf-8")
    assert "a code of its own" in call("sample", "codes.txt", "--number", "1").output
    assert "is not JSON" in call("verify", "codes.txt").output


@pytest.mark.one_database
def test_a_draw_and_a_sample_are_redone_by_their_number(app, place):
    with app.test_request_context(), standing_at(), transaction():
        scene = Scene(place)
        number = committed(scene).id
        begun = scene.begun()
        sample = bind_sample(begun, unit=begun.units[0], what="Hồ sơ", by=scene.person("inspector2"))
        draw_sample(sample, ["H01", "H02", "H03"], size=2, by=scene.person("inspector2"))
        numbers = number, sample.id
    with app.test_request_context():
        sealed, told = proof_by_number(numbers[0]), proof_by_number(numbers[1], sample=True)
        assert (sealed.ok, sealed.sealed, sealed.drawn) == (True, True, [])
        assert (told.ok, told.sealed, len(told.drawn)) == (True, False, 2)
        for number in (99, 10**12):
            with pytest.raises(ClickException, match=f"no draw of the number {number}"):
                proof_by_number(number)
