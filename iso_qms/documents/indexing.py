"""How a document is called, sorted and found: by its code, its title, and the text in force."""

from __future__ import annotations

from iso_qms import search
from iso_qms.documents.blocks import rendered
from iso_qms.documents.models import Document, Revision
from iso_qms.i18n import _
from iso_qms.text import clean, fold, sort_key
from iso_qms.workflow import Incomplete


def rename(document: Document, *, code: str, title: str) -> None:
    """Give a document its code and title as printed, with the keys that lists sort and filter by."""
    document.code, document.title = clean(code).strip(), clean(title).strip()
    if not document.code or not document.title:
        raise Incomplete(_("A document has a code and a title."))
    document.code_sort, document.title_sort = sort_key(document.code), sort_key(document.title)
    document.folded = fold(f"{document.code} {document.title}")[:1000]


def index_document(document: Document, *, text_of: Revision | None = None) -> None:
    """Let a document be found by code and title, and by the words of a revision that everybody may read."""
    body = "" if text_of is None else "\n".join(_words(text_of))
    search.index(document, title=document.title, code=document.code, body=body)


def _words(revision: Revision) -> list[str]:
    return [text for block in revision.blocks for _name, text in rendered(block.kind, block.content) if text]
