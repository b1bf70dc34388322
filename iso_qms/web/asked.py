"""What an address asks for in its query; what makes no sense counts as not asked."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Request, request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.utils import cached_property

from iso_qms.clock import today


class Asked(Request):
    """A request whose query holds only what pages may ask for.

    Pages hand the questions on to the addresses they make. There `_scheme`, `agency` or `endpoint` would lead
    elsewhere, and what the path says already would stand twice.
    """

    @cached_property
    def args(self) -> MultiDict[str, str]:
        """The questions of the address."""
        said = {"endpoint", "agency", *(self.view_args or {})}
        everything = super().args.items(multi=True)
        return ImmutableMultiDict((name, one) for name, one in everything if name not in said and name[:1] != "_")


def number_asked(name: str) -> int:
    """A number from the address's query, 0 when there is none; larger than any real one is none."""
    return number_in(request.args, name)


def number_in(args: Any, name: str) -> int:
    """The same from arguments that were handed on."""
    number: int = args.get(name, 0, type=int)
    return number if 0 <= number < 10**9 else 0


def day_asked(name: str = "on") -> date:
    """The day chosen in the address's query; today when there is none, or none that exists."""
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return today()
