import json
from functools import partial

import pytest
from sqlalchemy import text

from iso_qms.db import db, transaction
from tests.fixtures.commands import called


@pytest.fixture
def iso_qms(environment, place):
    """The console command on the same database."""
    return partial(called, environment)


def test_a_sound_journal_is_verified_with_its_root(iso_qms):
    sealed = iso_qms("journal", "seal")
    root = sealed.stdout.rsplit(maxsplit=1)[-1].rstrip(".")
    done = iso_qms("journal", "verify", "--json", "--expect-root", root)
    verdict = json.loads(done.stdout)
    assert done.exit_code == 0
    assert list(verdict) == ["ok", "entries", "sealed", "unsealed", "first_bad", "root"]
    assert verdict["ok"] is True
    assert verdict["entries"] == verdict["sealed"] > 0
    assert (verdict["unsealed"], verdict["first_bad"], verdict["root"]) == (0, None, root)
    wrong = iso_qms("journal", "verify", "--expect-root", "0" * 64)
    assert wrong.exit_code == 1
    assert "tail was cut" in wrong.stdout


def test_an_altered_entry_is_named_and_the_exit_code_is_one(iso_qms, app):
    iso_qms("journal", "seal")
    with app.app_context(), transaction() as session:
        if db.engine.dialect.name == "sqlite":
            session.execute(text("DROP TRIGGER journal_entry_no_update"))
        else:
            session.execute(text("DROP TRIGGER journal_entry_append_only ON journal_entry"))
        session.execute(text("UPDATE journal_entry SET reason = 'other' WHERE id = 2"))
    done = iso_qms("journal", "verify", "--json")
    assert done.exit_code == 1
    assert json.loads(done.stdout)["first_bad"] == {"id": 2, "what": "the entry was altered"}
    assert "Entry 2" in iso_qms("journal", "verify").stdout
