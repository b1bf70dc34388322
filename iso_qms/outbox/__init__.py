"""Letters: written in the transaction of the act they tell of, posted after it, and readable on the desk."""

from iso_qms.outbox.letters import (
    Letter,
    address_of,
    compose,
    full_address,
    letters_of,
    mark_read,
    post_again,
    set_aside_letters,
    tell,
    tell_calendar_moves,
)
from iso_qms.outbox.posting import post_due

__all__ = [
    "Letter",
    "address_of",
    "compose",
    "full_address",
    "letters_of",
    "mark_read",
    "post_again",
    "post_due",
    "set_aside_letters",
    "tell",
    "tell_calendar_moves",
]
