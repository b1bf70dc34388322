"""The rounds of the house itself: seals, post, the journal's root, and what is no longer needed."""

from __future__ import annotations

from datetime import timedelta

from flask import current_app

from iso_qms import blobs
from iso_qms.clock import now, today
from iso_qms.db import learn_sizes, transaction
from iso_qms.journal import last_root, seal
from iso_qms.organisation.accounts import purge_tries
from iso_qms.organisation.operations import in_each_agency
from iso_qms.organisation.people import Person
from iso_qms.organisation.rights import people_with
from iso_qms.outbox import post_due, tell
from iso_qms.settings import Settings
from iso_qms.web.sheets import forget_sheets

TRIES_KEPT, SHEETS_KEPT = timedelta(days=30), timedelta(days=1)

ORPHANS_KEPT = timedelta(days=1)
"""A file is stored before its row is committed, so one without a row may still be on its way."""


def seal_round() -> int:
    """Every entry of the journal without a leaf is sealed."""
    return seal()


def post_round() -> int:
    """Every letter that is due is posted."""
    return post_due()


def journal_root_round() -> int:
    """The last root goes to the address set for it and to those who may read the journal, once a day."""
    seal()
    return _root_to_the_address() + in_each_agency(_root_to_readers)


def tidy_round() -> int:
    """Failed tries to sign in are forgotten after a month, sent forms and files that no row names after a day.

    What has grown since yesterday is counted too, so that lists stay quick.
    """
    with transaction():
        learn_sizes()
        forgotten = purge_tries(now() - TRIES_KEPT) + forget_sheets(now() - SHEETS_KEPT)
        return forgotten + blobs.collect((now() - ORPHANS_KEPT).timestamp())


def _root_to_the_address() -> int:
    settings: Settings = current_app.config["SETTINGS"]
    with transaction():
        root = last_root()
        if not settings.journal_mail or root is None:
            return 0
        return tell([], "journal_root", address=settings.journal_mail, root=root, day=today(), key=_key())


def _root_to_readers(clock: Person) -> int:
    root = last_root()
    if root is None:
        return 0
    return tell(people_with("journal.read"), "journal_root", by=clock, root=root, day=today(), key=_key())


def _key() -> str:
    return f"journal_root:{today().isoformat()}"
