"""The desk: signing in, *what awaits me*, *what I answer for*, search, people and posts, the journal's reading room."""

from __future__ import annotations

from iso_qms.i18n import _l
from iso_qms.registry import Registry


def move_in(registry: Registry) -> None:
    """What the desk brings: its place in the rooms line, and the rights over people and the journal."""
    registry.right("organisation.manage", _l("Manage units, posts, people and rights"), "administrator")
    registry.right(
        "organisation.read",
        _l("See units, posts and people"),
        "administrator",
        "quality",
        "inspector",
        "leader",
        "head",
        "author",
        "staff",
    )
    registry.right("journal.read", _l("Read the journal"), "administrator", "quality", "leader")
    registry.room("desk.home", _l("Desk"), "signed_in", order=0)
    registry.room("desk.journal", _l("Journal"), "journal.read", order=90)
