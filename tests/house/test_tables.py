"""What the tables promise of themselves, whatever the code above them does."""

from sqlalchemy import UniqueConstraint

from iso_qms.db import Base


def test_what_an_agency_has_set_stands_in_one_row(app):
    rules = [table for table in Base.metadata.tables.values() if table.name.endswith("_rules")]
    doubled = [table.name for table in rules if ["agency_id"] not in _unique(table)]
    assert len(rules) > 5
    assert not doubled, f"two people at once would make two rows, say UniqueConstraint('agency_id'): {doubled}"


def _unique(table):
    return [list(one.columns.keys()) for one in table.constraints if isinstance(one, UniqueConstraint)]
