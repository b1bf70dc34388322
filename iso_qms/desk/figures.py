"""Figures of many rooms, counted in one statement."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from itertools import islice
from typing import Any

from sqlalchemy import select, true

from iso_qms.db import db
from iso_qms.registry import Counted


def count_together(wanted: Sequence[Counted]) -> list[Any]:
    """What some figures come to, at least one, in their order."""
    parts = [one.query.subquery() for one in wanted]
    beside = reduce(lambda left, right: left.join(right, true()), parts[1:], parts[0])
    row = iter(db.session.execute(select(beside)).one())
    return [one.figure(*islice(row, len(part.c))) for one, part in zip(wanted, parts, strict=True)]
