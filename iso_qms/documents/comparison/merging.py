"""What a Word file changes in a draft, laid over the draft as it stands now. Pure.

Three states meet: the draft when the file was written (`base`), the draft now (`page`), and the file. What reading
makes of an untouched file (`echo`) tells what somebody changed from what a Word file cannot say: only where the file
differs from its echo has it been edited, so that everything untouched stays exactly as it was stored.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from iso_qms.documents.comparison.alignment import Content, Value, align

Side = Literal["file", "page"]


State = tuple[Mapping[str, Any], Sequence[Any]]
"""What a block says in one of the three states, and all blocks of that state."""
Together = Callable[[State, State, State], str | None]
"""`(base, page, file)`: the words of a block changed on both sides that follow from other blocks; None where they do
not."""


class Known(NamedTuple):
    """A block by its identity; one that is new, or that only reading sees, has a number below zero."""

    block_id: int
    kind: str
    content: Content


@dataclass(frozen=True)
class Conflict:
    """A block that the file and somebody on the page changed differently; None where one took it out."""

    block_id: int
    kind: str
    base: Content
    page: Content | None
    file: Content | None


@dataclass
class Outcome:
    """The draft as it would be, in order, and what must be decided by somebody."""

    blocks: list[Known] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)


def continued(values: Sequence[Value], marked: Sequence[int | None], old: Sequence[Known]) -> list[Known]:
    """The values with the identity of the old block each continues: by its mark, else by likeness; new ones below 0."""
    found: list[int | None] = list(marked)
    taken = {one for one in found if one is not None}
    free_old = [one for one in old if one.block_id not in taken]
    free_new = [at for at, one in enumerate(found) if one is None]
    places = align([Value(one.kind, one.content) for one in free_old], [values[at] for at in free_new])
    for at, place in zip(free_new, places, strict=True):
        found[at] = free_old[place].block_id if place is not None else None
    fresh = min([0, *(one.block_id for one in old)])
    return [
        Known(block if block is not None else fresh - 1 - at, value.kind, value.content)
        for at, (block, value) in enumerate(zip(found, values, strict=True))
    ]


def merged(
    base: Sequence[Known],
    page: Sequence[Known],
    echo: Sequence[Known],
    read: Sequence[Known],
    *,
    choices: Mapping[int, Side] | None = None,
    together: Together | None = None,
) -> Outcome:
    """The draft with what the file changed in it; where both changed a block, `choices` say whose words it gets."""
    return _Merge(base, page, echo, read, choices or {}, together).outcome()


class _Merge:
    def __init__(
        self, base: Sequence[Known], page: Sequence[Known], echo: Sequence[Known], read: Sequence[Known],
        choices: Mapping[int, Side], together: Together | None,
    ) -> None:  # fmt: skip
        self.base, self.page, self.echo = _by_id(base), _by_id(page), _by_id(echo)
        self.read = {one.block_id: one for one in read if not self._is_ghost(one)}
        self.choices, self.together = choices, together
        self.bases, self.pages, self.reads = base, page, list(self.read.values())

    def outcome(self) -> Outcome:
        found = Outcome()
        kept: dict[int, Known] = {}
        for block_id in dict.fromkeys([*self.page, *self.base, *self.read]):
            content = self._content(block_id, found.conflicts)
            if content is not None:
                kept[block_id] = Known(block_id, self._kind(block_id), content)
        found.blocks = [kept[block_id] for block_id in self._order(kept)]
        return found

    def _is_ghost(self, one: Known) -> bool:
        """Whether reading alone sees a block that the draft does not hold, and nobody has touched it."""
        return one.block_id < 0 and one.block_id in self.echo and self.echo[one.block_id].content == one.content

    def _kind(self, block_id: int) -> str:
        return next(one[block_id].kind for one in (self.base, self.page, self.read) if block_id in one)

    def _content(self, block_id: int, conflicts: list[Conflict]) -> Content | None:
        """What a block says in the end; None when it goes."""
        if block_id not in self.base:
            mine = self.page.get(block_id) or self.read[block_id]
            return None if block_id < 0 and self._is_on_page_already(mine) else mine.content
        base = self.base[block_id].content
        page = self.page[block_id].content if block_id in self.page else None
        file = self._in_file(block_id)
        if file == base or page == file:
            return page
        if page == base:
            return file
        if page is not None and file is not None:
            both = self._both(base, page, file)
            if both is not None:
                return both
        if page is None and file is None:
            return None
        conflicts.append(Conflict(block_id, self._kind(block_id), base, page, file))
        return file if self.choices.get(block_id) == "file" else page

    def _in_file(self, block_id: int) -> Content | None:
        """What the file makes of a block: its content with the fields somebody edited; None where it was taken out."""
        base = self.base[block_id].content
        if block_id not in self.echo:
            return base
        if block_id not in self.read:
            return None
        echo, read = self.echo[block_id].content, self.read[block_id].content
        return base | {name: value for name, value in read.items() if value != echo.get(name)}

    def _is_on_page_already(self, new: Known) -> bool:
        """Whether somebody has meanwhile put the same row in on the page."""
        added = [one for one in self.pages if one.block_id not in self.base]
        return any((one.kind, one.content) == (new.kind, new.content) for one in added)

    def _both(self, base: Content, page: Content, file: Content) -> Content | None:
        """Field by field what either changed; None where both changed the same one."""
        found: Content = {}
        for name in dict.fromkeys([*base, *page, *file]):
            was, here, there = base.get(name), page.get(name), file.get(name)
            if there in (was, here):
                found[name] = here
            elif here == was:
                found[name] = there
            elif name == "text" and (words := self._wording(base, page, file)) is not None:
                found[name] = words
            else:
                return None
        return found

    def _wording(self, base: Content, page: Content, file: Content) -> str | None:
        if self.together is None:
            return None
        return self.together((base, self.bases), (page, self.pages), (file, self.reads))

    def _order(self, kept: Mapping[int, Known]) -> list[int]:
        """The order of the draft, or that of the file where somebody moved blocks in it; what it lacks stays behind
        its neighbour."""
        file, page = list(self.read), list(self.page)
        common = [one for one in file if one in self.echo]
        was = [one for one in self.echo if one in self.read]
        first, then = (page, file) if common == was else (file, page)
        return _woven([one for one in first if one in kept], [one for one in [*then, *kept] if one in kept])


def _woven(order: list[int], others: list[int]) -> list[int]:
    last = -1
    for one in others:
        if one in order:
            last = order.index(one)
        else:
            last += 1
            order.insert(last, one)
    return order


def _by_id(blocks: Sequence[Known]) -> dict[int, Known]:
    return {one.block_id: one for one in blocks}
