"""Words of a source that mean nothing here, such as a unit it calls otherwise: counted, for the report of a run."""

from __future__ import annotations

from collections import Counter

from iso_qms.dossiers.models import DossierImport

MOST = 100
"""Different words that are told; behind them the rest is only counted."""


class Strange:
    """Counts words batch by batch."""

    def __init__(self) -> None:
        self._met: Counter[tuple[str, str]] = Counter()

    def met(self, field: str, words: str) -> None:
        """Note words that were met once more."""
        self._met[field, words] += 1

    def tell(self, run: DossierImport) -> None:
        """Write down in the run what was met since it was last told."""
        if not self._met:
            return
        found = {field: dict(words) for field, words in run.strange.items()}
        for (field, words), times in self._met.items():
            known = found.setdefault(field, {})
            if words in known or len(known) < MOST:
                known[words] = known.get(words, 0) + times
        run.strange = found
        self._met.clear()
