"""Numbers in addresses: at most what the databases hold, so that a longer one leads nowhere instead of breaking."""

from __future__ import annotations

from werkzeug.routing import IntegerConverter

NUMBER = r"\d{1,18}"
"""The pattern of a number in an address: every such number fits in 64 bits."""


class ThingNumber(IntegerConverter):
    """`<int:number>` in an address: a page is not found where the number is longer than any the house gives."""

    regex = NUMBER
