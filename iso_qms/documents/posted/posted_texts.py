"""What hangs somewhere in words of its own: the files of a posting, read for the legal texts they name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import Select, exists, select, update

from iso_qms.blobs import Attachment, files_of, read
from iso_qms.db import db
from iso_qms.documents.citations import citations_in
from iso_qms.documents.incoming.bare_words import words_of_each
from iso_qms.documents.models import Posting, PostingText
from iso_qms.journal import JournalEntry


def take_in(posting: Posting, files: Sequence[Attachment]) -> None:
    """Read files attached to a posting; once one of them can be read, those read before hang there no more."""
    found = words_of_each([(one.mimetype, read(one.sha256)) for one in files])
    db.session.flush()
    if any(words is not None for words in found):
        earlier = update(PostingText).where(PostingText.posting_id == posting.id)
        db.session.execute(earlier.values(hangs=False))
    db.session.add_all(_text(posting, one, words) for one, words in zip(files, found, strict=True))
    db.session.flush()


def unread() -> Select[Posting]:
    """The postings still hanging with a file that nobody has read: attached before files were read."""
    unread = exists().where(
        Attachment.kind == Posting.journal_kind,
        Attachment.thing_id == Posting.id,
        Attachment.set_aside_at.is_(None),
        Attachment.id.not_in(select(PostingText.attachment_id)),
    )
    return select(Posting).where(Posting.ended_on.is_(None), unread).order_by(Posting.id)


def words_unread(posting: Posting) -> dict[int, str | None]:
    """The words of the files of a posting that nobody has read, by the number of the file."""
    known = read_of(posting)
    files = [one for one in files_of(posting) if one.id not in known]
    found = words_of_each([(one.mimetype, read(one.sha256)) for one in files])
    return {one.id: words for one, words in zip(files, found, strict=True)}


def take_in_late(posting: Posting, words: Mapping[int, str | None]) -> None:
    """Note the words of files attached before; of all files, those hang there that came with the last readable one."""
    known = read_of(posting)
    files = files_of(posting)
    known |= {one.id: _text(posting, one, words[one.id]) for one in files if one.id in words and one.id not in known}
    acts = _acts(posting, files)
    last = max((acts[number] for number, text in known.items() if text.is_read and number in acts), default=0)
    for number, text in known.items():
        text.hangs = acts.get(number, 0) >= last
    db.session.add_all(known.values())
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


def _acts(posting: Posting, files: Sequence[Attachment]) -> dict[int, int]:
    """With which act each file came, by its number: the last entry before it that says that something was hung up."""
    hung = select(JournalEntry.id, JournalEntry.at).where(
        JournalEntry.kind == posting.journal_kind,
        JournalEntry.thing_id == posting.id,
        JournalEntry.verb.in_(("posting.posted", "posting.renewed")),
    )
    acts = db.session.execute(hung).all()
    return {one.id: max((number for number, at in acts if at <= one.added_at), default=0) for one in files}


def _text(posting: Posting, file: Attachment, words: str | None) -> PostingText:
    names = dict.fromkeys(one.raw for one in citations_in(words or ""))
    return PostingText(
        attachment_id=file.id,
        posting_id=posting.id,
        agency_id=posting.agency_id,
        is_read=words is not None,
        names="\n".join(names),
    )
