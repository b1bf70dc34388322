"""How a document is called, sorted and found: by its code, those it bore before, its title, and the text in force."""

from __future__ import annotations

from iso_qms import search
from iso_qms.clock import today
from iso_qms.documents.blocks import rendered
from iso_qms.documents.code import codes
from iso_qms.documents.models import Document, Revision
from iso_qms.i18n import _
from iso_qms.text import clean, fold, sort_key
from iso_qms.workflow import Incomplete


def rename(document: Document, *, code: str, title: str) -> None:
    """Give a document its code and title as printed, with the keys that lists sort and filter by."""
    code, title = clean(code).strip(), clean(title).strip()
    if not code or not title:
        raise Incomplete(_("A document has a code and a title."))
    if sort_key(code) != document.code_sort:
        codes.hold(document.agency_id)
        document.code_shared = bool(codes.others_with_code(code, agency_id=document.agency_id, but=document))
    document.code, document.title = code, title
    document.code_sort, document.title_sort = sort_key(code), sort_key(title)
    document.folded = fold(" ".join([code, title, *_borne_before(document)]))[:1000]


def index_document(document: Document, *, text_of: Revision | None = None) -> None:
    """Let a document be found by its codes and title, and by the words of a revision that everybody may read.

    Where none is given, these are the words of the one in force today.
    """
    held = text_of or (document.revision_on(today()) if document.id else None)
    body = [*_borne_before(document), *(words_of(held) if held else [])]
    search.index(document, title=document.title, code=document.code, body="\n".join(body))


def words_of(revision: Revision) -> list[str]:
    """The texts of a revision in reading order."""
    return [text for block in revision.blocks for _name, text in rendered(block.kind, block.content) if text]


def _borne_before(document: Document) -> list[str]:
    return codes.other_names([document.id]).get(document.id, []) if document.id else []
