"""The journal: the append-only record of every change (ISO 9001:2015, 7.5.3.2).

`write()` is called by every verb. A commit that changes a journaled model without an entry is refused, the tables
refuse UPDATE and DELETE, and every minute the entries not yet sealed are bound into a chain of Merkle trees, so that
a changed, removed or inserted entry is found by `verify()` and named.
"""

from iso_qms.journal.entries import Acting, Actor, JournalEntry, history_of, together, told_to, write
from iso_qms.journal.noticing import Journaled, Unjournaled
from iso_qms.journal.seals import JournalLeaf, JournalSeal, last_root, seal
from iso_qms.journal.verifying import Verdict, verify
from iso_qms.journal.words import VERBS, say, sentence

__all__ = [
    "VERBS",
    "Acting",
    "Actor",
    "JournalEntry",
    "JournalLeaf",
    "JournalSeal",
    "Journaled",
    "Unjournaled",
    "Verdict",
    "history_of",
    "last_root",
    "say",
    "seal",
    "sentence",
    "together",
    "told_to",
    "verify",
    "write",
]
