"""What an address asks for in its query; what makes no sense counts as not asked."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import request

from iso_qms.clock import today


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
