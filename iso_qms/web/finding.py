"""Finding a thing one may see, and keeping the filters of a list."""

from __future__ import annotations

from typing import Any, NoReturn, TypeVar

from flask import Response, redirect, request, session
from sqlalchemy import select

from iso_qms.db import db
from iso_qms.organisation.agencies import across
from iso_qms.web.door import not_for_them, signed_in

Model = TypeVar("Model")


def find(model: type[Model], identity: int, *options: Any) -> Model:
    """The thing of that number if the signed-in person may see it; else a 404, never a hint.

    `options` are SQLAlchemy's loading options, for a page that shows much of a thing in few queries.
    """
    query = model.visible_to(signed_in()).where(model.id == identity).options(*options)  # type: ignore[attr-defined]
    found: Model | None = db.session.scalars(query).unique().one_or_none()
    return found if found is not None else missing(model, model.id == identity)  # type: ignore[attr-defined]


def missing(model: Any, *conditions: Any) -> NoReturn:
    """The 404 of a thing that one may not see, or that is not there; only the former leaves a trace.

    Both cost the same, so that the time of the answer does not tell one from the other.
    """
    with across():
        there = db.session.scalar(select(model.id).where(*conditions).limit(1)) is not None
    not_for_them(there=there)


def kept_filters(name: str) -> Response | None:
    """Filters stay as a person left them: a list opened bare leads back to its last filters.

    The address is the view: filters stand in it. `?all=1` forgets them. A list asked for as a file is no view.
    """
    if "as" in request.args:
        return None
    place = f"filters:{name}"
    if "all" in request.args:
        session.pop(place, None)
        return None
    given: Any = {key: values for key, values in request.args.to_dict(flat=False).items() if any(values)}
    if given:
        session[place] = request.query_string.decode()[:1000]
        return None
    if session.get(place) and not request.args:
        return redirect(f"{request.path}?{session[place]}", 303)  # type: ignore[return-value]
    if request.args:
        session.pop(place, None)
    return None
