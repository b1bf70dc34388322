"""One search over everything one may see, with or without Vietnamese marks; what was typed exactly comes first.

Rooms put what can be found into one table, in the transaction that changes it. SQLite searches it with FTS5, PostgreSQL
with a text vector, both over text folded by `iso_qms.text.fold`, so that `uy ban`, `Uỷ ban` and `Ủy ban` find the same.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_lowercase
from typing import Any

from sqlalchemy import Index, String, Text, UniqueConstraint, bindparam, select, text
from sqlalchemy.orm import Mapped, mapped_column

from iso_qms.db import Base, db, ddl, upsert
from iso_qms.organisation.agencies import AgencyOwned, chosen_id
from iso_qms.organisation.people import Person
from iso_qms.registry import registry
from iso_qms.text import exact_key, fold

MOST_HITS = 1000
SHOWN = 50
MOST_TOKENS = 12
LONGEST_TEXT = 200_000
WORD = re.compile(r"\w+")
_MARKED = {one: fold(one) for one in map(chr, (*range(0xE0, 0x250), *range(0x1E00, 0x1F00)))}
_SPELLINGS = {bare: f"[{bare}{''.join(one for one in _MARKED if _MARKED[one] == bare)}]" for bare in ascii_lowercase}
"""Every way a bare letter may be written with marks."""


class SearchEntry(AgencyOwned, Base):
    """What can be found of one thing: its words folded, and its words as they are for ranking."""

    __tablename__ = "search_entry"
    __table_args__ = (UniqueConstraint("kind", "thing_id"), Index("ix_search_entry_agency", "agency_id", "kind"))

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    thing_id: Mapped[int]
    title: Mapped[str] = mapped_column(String(600))
    code: Mapped[str] = mapped_column(String(100), default="")
    folded: Mapped[str] = mapped_column(Text)
    exact: Mapped[str] = mapped_column(Text)


ddl(
    SearchEntry.__table__,  # type: ignore[arg-type]
    sqlite=[
        "CREATE VIRTUAL TABLE search_words USING fts5(folded, content='search_entry', content_rowid='id', "
        "tokenize='unicode61 remove_diacritics 0')",
        "CREATE TRIGGER search_entry_in AFTER INSERT ON search_entry BEGIN "
        "INSERT INTO search_words(rowid, folded) VALUES (NEW.id, NEW.folded); END",
        "CREATE TRIGGER search_entry_out AFTER DELETE ON search_entry BEGIN "
        "INSERT INTO search_words(search_words, rowid, folded) VALUES ('delete', OLD.id, OLD.folded); END",
        "CREATE TRIGGER search_entry_new AFTER UPDATE OF folded ON search_entry BEGIN "
        "INSERT INTO search_words(search_words, rowid, folded) VALUES ('delete', OLD.id, OLD.folded); "
        "INSERT INTO search_words(rowid, folded) VALUES (NEW.id, NEW.folded); END",
    ],
    postgresql=["CREATE INDEX ix_search_words ON search_entry USING gin (to_tsvector('simple', folded))"],
)

_SQLITE = text(
    "SELECT e.id FROM search_words JOIN search_entry AS e ON e.id = search_words.rowid "
    "WHERE search_words MATCH :words AND e.agency_id = :agency AND (:kind = '' OR e.kind = :kind) "
    "ORDER BY e.code = :typed DESC, instr(e.exact, :exact) > 0 DESC, search_words.rank, e.id LIMIT :most"
)
_POSTGRESQL = text(
    "SELECT e.id FROM search_entry AS e, to_tsquery('simple', :words) AS wanted "
    "WHERE to_tsvector('simple', e.folded) @@ wanted AND e.agency_id = :agency "
    "AND (:kind = '' OR e.kind = :kind) ORDER BY e.code = :typed DESC, strpos(e.exact, :exact) > 0 DESC, "
    "ts_rank(to_tsvector('simple', e.folded), wanted) DESC, e.id LIMIT :most"
).bindparams(bindparam("kind", type_=String), bindparam("typed", type_=String))


@dataclass(frozen=True)
class Hit:
    """Something found: its kind, what it is called, and the thing itself."""

    kind: str
    title: str
    code: str
    thing: Any
    body: str = ""
    tokens: Sequence[str] = ()

    @property
    def excerpt(self) -> list[tuple[str, bool]]:
        """Where in its text the words stand, as pieces with whether they were looked for; empty if only in its name."""
        return excerpt(self.body, self.tokens)


def index(thing: Any, *, title: str, code: str = "", body: str = "") -> None:
    """Let a thing be found by its code, title and words from now on; in the caller's transaction."""
    whole = f"{code}\n{title}\n{body}"[:LONGEST_TEXT]
    found = {"agency_id": thing.agency_id, "title": title[:600], "code": code[:100]}
    found |= {"folded": _words(fold(whole)), "exact": exact_key(whole)}
    db.session.flush()
    statement = upsert(SearchEntry).values(kind=thing.journal_kind, thing_id=thing.id, **found)
    db.session.execute(statement.on_conflict_do_update(index_elements=["kind", "thing_id"], set_=found))


def forget(thing: Any) -> None:
    """Let a thing be found no longer."""
    query = select(SearchEntry).where(SearchEntry.kind == thing.journal_kind, SearchEntry.thing_id == thing.id)
    for entry in db.session.scalars(query):
        db.session.delete(entry)


def search(typed: str, *, person: Person, kind: str = "", most: int = SHOWN) -> list[Hit]:
    """What a person may see of what was typed, best first; words in any order, the last one may be unfinished."""
    tokens = WORD.findall(fold(typed))[:MOST_TOKENS]
    if not tokens:
        return []
    on_sqlite = db.engine.dialect.name == "sqlite"
    words = _match(tokens) if on_sqlite else " & ".join([*tokens[:-1], f"{tokens[-1]}:*"])
    found = db.session.execute(
        _SQLITE if on_sqlite else _POSTGRESQL,
        {
            "words": words,
            "agency": chosen_id(),
            "kind": kind,
            "typed": typed.strip(),
            "exact": exact_key(typed).strip(),
            "most": MOST_HITS,
        },
    ).scalars()
    ids, hits = list(found), list[Hit]()
    while ids and len(hits) < most:
        hits += _visible(ids[:most], person, tokens)
        ids = ids[most:]
    return hits[:most]


def excerpt(words: str, tokens: Sequence[str], *, around: int = 90) -> list[tuple[str, bool]]:
    """The surroundings of the first of these folded words in a text, each of them marked, with or without its marks."""
    spelt = ["".join(_SPELLINGS.get(letter, letter) for letter in token) for token in tokens]
    # The last word may be unfinished, but where it stands whole, longer ones are not meant.
    if not re.search(rf"\b{spelt[-1]}\b", words):
        spelt[-1] += r"\w*"
    # Where they stand side by side, that is what was looked for; else each for itself.
    found = re.compile(r"\b" + r"\W+".join(spelt) + r"\b")
    if not (first := found.search(words)):
        found = re.compile(rf"\b(?:{'|'.join(spelt)})\b")
        first = found.search(words)
    if first is None:
        return []
    start = max(0, words.rfind(" ", 0, max(1, first.start() - around)) + 1)
    end = len(words) if len(words) <= first.end() + 2 * around else words.rindex(" ", 0, first.end() + 2 * around)
    pieces, at = [("… ", False)] if start else [], start
    for hit in found.finditer(words, start, end):
        pieces += [(words[at : hit.start()], False), (words[hit.start() : hit.end()], True)]
        at = hit.end()
    return [*pieces, (words[at:end] + (" …" if end < len(words) else ""), False)]


def _body(entry: Any) -> str:
    # What was put in begins with code and title, which stand above the excerpt already.
    exact: str = entry.exact
    return exact.removeprefix(exact_key(f"{entry.code}\n{entry.title}\n")).lstrip()


def _match(tokens: Sequence[str]) -> str:
    quoted = [f'"{token}"' for token in tokens]
    return " ".join([*quoted[:-1], f"{quoted[-1]}*"])


def _words(folded: str) -> str:
    # Only words are kept, so that both databases cut the text at the same places: `QT-01/CX` is three words.
    return " ".join(WORD.findall(folded))


def _visible(ids: list[int], person: Person, tokens: Sequence[str]) -> list[Hit]:
    columns = (getattr(SearchEntry, name) for name in ("id", "kind", "thing_id", "title", "code", "exact"))
    entries = {one.id: one for one in db.session.execute(select(*columns).where(SearchEntry.id.in_(ids)))}
    wanted: dict[str, list[int]] = defaultdict(list)
    for entry in entries.values():
        wanted[entry.kind].append(entry.thing_id)
    things = {(kind, thing.id): thing for kind, numbers in wanted.items() for thing in _seen(kind, numbers, person)}
    in_order = [entries[one] for one in ids if one in entries]
    return [
        Hit(one.kind, one.title, one.code, things[one.kind, one.thing_id], _body(one), tokens)
        for one in in_order
        if (one.kind, one.thing_id) in things
    ]


def _seen(kind: str, numbers: list[int], person: Person) -> Sequence[Any]:
    known = registry.things.get(kind)
    if known is None:
        return []
    return db.session.scalars(known.model.visible_to(person).where(known.model.id.in_(numbers))).unique().all()
