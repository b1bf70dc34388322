"""What changed between two revisions: block by block, and word by word inside a block. Pure.

A block is known by its identity, not by its place or text: that is why a moved step stays the same step.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, Protocol, TypeVar

from iso_qms.documents.comparison.words import Words, common_pairs, compare_texts, longest_rising, new_text, old_text

Kind = Literal["same", "changed", "added", "removed", "moved"]
Fields = Sequence[tuple[str, str]]
Render = Callable[[str, Mapping[str, Any]], Fields]


class BlockValue(Protocol):
    """What a difference needs to know of a block in a revision."""

    @property
    def block_id(self) -> Hashable: ...
    @property
    def kind(self) -> str: ...
    @property
    def content(self) -> Mapping[str, Any]: ...
    @property
    def position(self) -> int: ...


Block = TypeVar("Block", bound=BlockValue)


@dataclass(frozen=True)
class FieldChange:
    """One named text of a block, as the pieces that lead from its old wording to its new one."""

    name: str
    words: Words

    @property
    def old(self) -> str:
        """The wording before; empty when the field is new."""
        return old_text(self.words)

    @property
    def new(self) -> str:
        """The wording after; empty when the field is gone."""
        return new_text(self.words)

    @property
    def is_changed(self) -> bool:
        """Whether a single character differs."""
        return any(piece.op != "same" for piece in self.words)


@dataclass(frozen=True)
class BlockChange(Generic[Block]):
    """What became of one block.

    `fields` holds every field with text, the unchanged ones too, in reading order; it is empty when the content is the
    same. A moved block whose content differs as well is of kind "moved" and `is_reworded`.
    """

    kind: Kind
    old: Block | None
    new: Block | None
    fields: tuple[FieldChange, ...] = ()

    @property
    def block(self) -> Block:
        """The block as it stands now, or as it stood before it was removed."""
        block = self.new if self.new is not None else self.old
        assert block is not None
        return block

    @property
    def is_reworded(self) -> bool:
        """Whether the block stands in both revisions with different contents."""
        return self.old is not None and self.new is not None and not _is_same(self.old, self.new)


def plain_fields(kind: str, content: Mapping[str, Any]) -> Fields:
    """Render a content without knowing its kind: a field per key, a line per item of a list."""
    return [(name, _plain(value)) for name, value in content.items()]


def compare(old: Iterable[Block], *, new: Iterable[Block], render: Render = plain_fields) -> list[BlockChange[Block]]:
    """Return what became of every block, in the order of the new revision; a removed one follows its old predecessor.

    `render(kind, content)` names the texts of a content in reading order; names may repeat. Only as many blocks are
    moved as must be. Raises ValueError when a block stands twice in one revision.
    """
    before, after = _in_order(old), _in_order(new)
    staying = _staying([key for key in after if key in before], list(before))
    changes = [_change(before.get(key), block, key in staying, render) for key, block in after.items()]
    return _with_removed(changes, before, after, render)


def _in_order(blocks: Iterable[Block]) -> dict[Hashable, Block]:
    ordered = sorted(blocks, key=lambda block: block.position)
    by_id: dict[Hashable, Block] = {block.block_id: block for block in ordered}
    if len(by_id) < len(ordered):
        raise ValueError("A block stands twice in one revision.")
    return by_id


def _staying(common: Sequence[Hashable], old_order: Sequence[Hashable]) -> set[Hashable]:
    places = {key: place for place, key in enumerate(old_order)}
    return {common[place] for place in longest_rising([places[key] for key in common])}


def _change(old: Block | None, new: Block, stays: bool, render: Render) -> BlockChange[Block]:
    if old is None:
        return BlockChange("added", None, new, _fields((), _texts(new, render)))
    if _is_same(old, new):
        return BlockChange("same" if stays else "moved", old, new)
    return BlockChange("changed" if stays else "moved", old, new, _fields(_texts(old, render), _texts(new, render)))


def _is_same(old: BlockValue, new: BlockValue) -> bool:
    return old.kind == new.kind and old.content == new.content


def _with_removed(
    changes: list[BlockChange[Block]], before: Mapping[Hashable, Block], after: Mapping[Hashable, Block], render: Render
) -> list[BlockChange[Block]]:
    following: dict[Hashable, list[BlockChange[Block]]] = {}
    predecessor: Hashable = _START
    for key, block in before.items():
        if key in after:
            predecessor = key
        else:
            removed = BlockChange("removed", block, None, _fields(_texts(block, render), ()))
            following.setdefault(predecessor, []).append(removed)
    whole = following.get(_START, [])[:]
    for change in changes:
        whole += [change, *following.get(change.block.block_id, ())]
    return whole


_START = object()


def _texts(block: BlockValue, render: Render) -> Fields:
    """Return the fields that hold text; a field without any is no field, so that absent and empty are one."""
    return [(name, text) for name, text in render(block.kind, block.content) if text]


def _fields(old: Fields, new: Fields) -> tuple[FieldChange, ...]:
    changes: list[FieldChange] = []
    x = y = 0
    for to_x, to_y in [*common_pairs(_numbered(old), _numbered(new)), (len(old), len(new))]:
        changes += [FieldChange(name, compare_texts(text, "")) for name, text in old[x:to_x]]
        changes += [FieldChange(name, compare_texts("", text)) for name, text in new[y:to_y]]
        if to_x < len(old):
            changes.append(FieldChange(old[to_x][0], compare_texts(old[to_x][1], new[to_y][1])))
        x, y = to_x + 1, to_y + 1
    return tuple(changes)


def _numbered(fields: Fields) -> list[tuple[str, int]]:
    """Tell fields of one name apart by counting them: the second duration answers to the second duration."""
    seen: Counter[str] = Counter()
    numbered = []
    for name, _ in fields:
        seen[name] += 1
        numbered.append((name, seen[name]))
    return numbered


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {_plain(item)}" for name, item in value.items() if _plain(item))
    if isinstance(value, list | tuple):
        return "\n".join(_plain(item) for item in value)
    return str(value)
