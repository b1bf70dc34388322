"""What hangs somewhere in words of its own: the files of a posting, read for the legal texts they name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select, update

from iso_qms.blobs import Attachment, read
from iso_qms.db import db
from iso_qms.documents.bare_words import words_of_each
from iso_qms.documents.citations import citations_in
from iso_qms.documents.models import Posting, PostingText


def take_in(posting: Posting, files: Sequence[Attachment]) -> None:
    """Read files attached to a posting; once one of them can be read, those read before hang there no more."""
    found = words_of_each([(one.mimetype, read(one.sha256)) for one in files])
    db.session.flush()
    if any(words is not None for words in found):
        earlier = update(PostingText).where(PostingText.posting_id == posting.id)
        db.session.execute(earlier.values(hangs=False))
    db.session.add_all(_text(posting, one, words) for one, words in zip(files, found, strict=True))
    db.session.flush()


def named_in_files(posting: Posting | None = None) -> dict[int, str]:
    """The legal texts that the files hanging there name, one a line, by the number of the posting: of one or of all."""
    query = select(PostingText.posting_id, PostingText.names)
    query = query.join(Attachment, Attachment.id == PostingText.attachment_id)
    query = query.where(PostingText.hangs, PostingText.names != "", Attachment.set_aside_at.is_(None))
    if posting is not None:
        query = query.where(PostingText.posting_id == posting.id)
    found: dict[int, list[str]] = defaultdict(list)
    for number, names in db.session.execute(query.order_by(PostingText.attachment_id)):
        found[number].append(names)
    return {number: "\n".join(names) for number, names in found.items()}


def read_of(posting: Posting) -> dict[int, PostingText]:
    """What was read in each file of a posting, by the number of the file."""
    query = select(PostingText).where(PostingText.posting_id == posting.id)
    return {one.attachment_id: one for one in db.session.scalars(query)}


def _text(posting: Posting, file: Attachment, words: str | None) -> PostingText:
    names = dict.fromkeys(one.raw for one in citations_in(words or ""))
    return PostingText(
        attachment_id=file.id,
        posting_id=posting.id,
        agency_id=posting.agency_id,
        is_read=words is not None,
        names="\n".join(names),
    )
