"""What rooms bring to texts: words that cite laws, parts read from Word files, what does not agree."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Wording:
    """Words outside documents that may cite a legal text, such as a question of a checklist.

    `kind` and `thing_id` name the thing as in `things`; `key` stays the same as long as the words do.
    """

    kind: str
    thing_id: int
    key: str
    code: str
    title: str
    text: str


@dataclass(frozen=True, kw_only=True)
class WordText:
    """How the Word file of a kind of document is written, and read again when it comes back."""

    right: str
    """The right to have it."""
    paper_of: Callable[[Any], Any]
    """`(revision)`: everything its Word file says."""
    at: Callable[[Any, Any, Any], Any]
    """`(paper, head, blocks)`: the same paper of another state of the draft."""
    write: Callable[[Any, Any], bytes]
    """`(paper, fill)`: the file; `fill` fills the agency's own layout of it, where there is one."""
    layout: str
    """The name of that layout."""
    read: Callable[[bytes], Any]
    """`(package)`: what a sound .docx says, as `Found`."""
    follow: Callable[[Any], None] = lambda revision: None
    """`(revision)`: called when a file was taken over, for words that follow from others."""
    together: Callable[..., str | None] | None = None
    """Words changed on both sides that follow from other blocks (`documents.merging.Together`)."""
    check: Callable[[Any, Any, Any], Sequence[Mismatch]] = lambda revision, head, blocks: ()
    """`(revision, head, blocks)`: what would not agree in that state of the draft."""


@dataclass(frozen=True, kw_only=True)
class Mismatch:
    """Something in a revision that does not agree: how much it weighs, where, what stands there, what could be done."""

    rule: str
    severity: str
    """`error`, `warning` or `note`: only errors stand between a revision and its approval."""
    weight: str
    heading: str
    place: str
    shown: str
    suggestion: str
    url: str = ""

    @property
    def is_error(self) -> bool:
        """Whether whoever approves has to say why all the same."""
        return self.severity == "error"


@dataclass(frozen=True, kw_only=True)
class Beside:
    """What a room above shows beside a thing on that thing's page: its own rows about it, and an act."""

    label: Any
    rows: Sequence[tuple[str, str, Any]]
    """Of each row its code, its address and its state."""
    links: Sequence[tuple[Any, str]]
    """Where more of it is, and what may be done from there."""
