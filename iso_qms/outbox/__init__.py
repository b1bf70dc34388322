"""Letters: written in the transaction of the act they tell of, posted after it, and readable on the desk."""

from iso_qms.outbox.letters import (
    Letter,
    address_of,
    compose,
    forget_letters,
    full_address,
    letters_of,
    mark_all_read,
    mark_read,
    post_again,
    set_aside_letters,
    tell,
    tell_calendar_moves,
    unread_of,
)
from iso_qms.outbox.posting import STALE, post_due

__all__ = [
    "STALE",
    "Letter",
    "address_of",
    "compose",
    "forget_letters",
    "full_address",
    "letters_of",
    "mark_all_read",
    "mark_read",
    "post_again",
    "post_due",
    "set_aside_letters",
    "tell",
    "tell_calendar_moves",
    "unread_of",
]
