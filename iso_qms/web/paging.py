"""Pages of a list: one count, one slice, however many rows there are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from sqlalchemy import Select, func, select

from iso_qms.db import db

PER_PAGE = 50


@dataclass
class Page:
    """A slice of a list and where it lies."""

    rows: list[Any]
    number: int
    total: int
    per_page: int = PER_PAGE

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.per_page))

    @property
    def near(self) -> list[int]:
        """The pages one may want to turn to: the first, the last, and those about this one."""
        about = range(max(2, self.number - 2), min(self.pages, self.number + 3))
        return [1, *about, *([self.pages] if self.pages > 1 else [])]

    def url_for(self, number: int) -> str:
        """The address of another page of the same view."""
        args: dict[str, Any] = {**request.args.to_dict(flat=False), "page": number}
        return url_for(request.endpoint or "", **(request.view_args or {}), **args)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def paged(query: Select[Any], *, per_page: int = PER_PAGE, total: int | None = None) -> Page:
    """The page of a query that the address asks for; a number out of range leads to the nearest page.

    `total` spares the count where a view has counted already.
    """
    if total is None:
        total = db.session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    wanted = request.args.get("page", 1, type=int)
    number = min(max(1, wanted), max(1, -(-total // per_page)))
    rows = db.session.execute(query.limit(per_page).offset((number - 1) * per_page)).unique()
    plain = [row[0] if len(row) == 1 else row for row in rows]
    return Page(plain, number, total, per_page)
