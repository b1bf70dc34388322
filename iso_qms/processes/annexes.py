"""The files attached to a procedure that are, by their names, the forms it names; or to a form, that are this form."""

from __future__ import annotations

from collections.abc import Iterator

from iso_qms.blobs import Attachment, files_of
from iso_qms.documents.models import BlockVersion, Revision
from iso_qms.processes.checking.attached import names_form


def attached_forms(revision: Revision) -> Iterator[tuple[BlockVersion, Attachment]]:
    """Each form a revision names with the file that is this form; the file it was read from is none.

    A document that is itself a form has its file beside its text, which stands for the whole of it.
    """
    forms = [(one, one.content["title"]) for one in revision.blocks if one.kind == "form"]
    if revision.document.kind == "form" and revision.blocks:
        forms.append((revision.blocks[0], revision.title))
    original = revision.read_from.get("file")
    files = [one for one in files_of(revision) if one.name != original] if forms else []
    for form, title in forms:
        fitting = next((one for one in files if names_form(one.name, title)), None)
        if fitting is not None:
            yield form, fitting
