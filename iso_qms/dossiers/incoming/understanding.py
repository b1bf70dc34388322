"""What the words of a source mean here, by what was said of them: units, procedures, channels, and what counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from iso_qms.dossiers.due.promises import Promises
from iso_qms.dossiers.incoming.mapping import CHANNELS, LEFT_OUT
from iso_qms.dossiers.incoming.mapping import Mapping as ColumnMapping
from iso_qms.text import fold


class Understanding:
    """Understands one source; whoever wants to know of words that mean nothing here is told of each time one is met."""

    def __init__(
        self,
        mapping: ColumnMapping,
        promises: Promises,
        units: Mapping[str, int],
        *,
        met: Callable[[str, str], Any] = lambda _field, _words: None,
    ) -> None:
        self._promises, self._units, self._met = promises, units, met
        self._procedures, self._parts_left = mapping.procedures, frozenset(_left_out(mapping.procedures))
        self._units_left = {fold(words) for words in _left_out(mapping.units)}
        self._channels = {fold(words): name for words, name in mapping.channels.items() if name in CHANNELS}
        self._channels_left = {fold(words) for words in _left_out(mapping.channels)}
        self._unit_ids: dict[str, int | None] = {"": None}
        self._document_ids: dict[str, int | None] = {}

    def unit(self, words: str) -> int | None:
        """The unit that is meant."""
        if words not in self._unit_ids:
            self._unit_ids[words] = self._units.get(fold(words))
        number = self._unit_ids[words]
        if number is None and words and fold(words) not in self._units_left:
            self._met("unit", words)
        return number

    def document(self, words: str) -> int | None:
        """The procedure that is meant."""
        if words not in self._document_ids:
            self._document_ids[words] = self._promises.document_of(self._procedures.get(words, words))
        number = self._document_ids[words]
        if number is None and words not in self._parts_left:
            self._met("procedure", words)
        return number

    def channel(self, words: str) -> str:
        """The channel that words stand for which not everybody knows; at the desk where nobody said."""
        folded = fold(words)
        if folded not in self._channels and folded not in self._channels_left:
            self._met("channel", words)
        return self._channels.get(folded, "direct")

    def is_left_out(self, procedure: str, deciding_unit: str) -> bool:
        """Whether a dossier of this procedure, decided by this unit, counts in no figure.

        The unit that only received it says nothing: what is handed in elsewhere may be decided here.
        """
        if not (self._parts_left or self._units_left):
            return False
        return procedure in self._parts_left or fold(deciding_unit) in self._units_left


def _left_out(said: Mapping[str, str]) -> list[str]:
    return [words for words, meant in said.items() if meant == LEFT_OUT]
