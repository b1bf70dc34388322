"""That a file holds no table that can be read. Pure."""

from __future__ import annotations

MOST_UNPACKED = 1 << 31
"""Bytes of a packed file or of an Excel file, unpacked."""


class UnreadableTable(ValueError):
    """A file holds no table that can be read; `code` says why (`wordings`), `told` what else there is to say of it."""

    def __init__(self, code: str, told: str = "") -> None:
        super().__init__(told or code)
        self.code, self.told = code, told
