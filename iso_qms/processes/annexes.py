"""The files attached to a procedure that are, by their names, the forms it names."""

from __future__ import annotations

from collections.abc import Iterator

from iso_qms.blobs import Attachment, files_of
from iso_qms.documents.models import BlockVersion, Revision
from iso_qms.processes.checking.attached import names_form


def attached_forms(revision: Revision) -> Iterator[tuple[BlockVersion, Attachment]]:
    """Each form a revision names with the file that is this form; the file it was read from is none."""
    forms = [one for one in revision.blocks if one.kind == "form"]
    original = revision.read_from.get("file")
    files = [one for one in files_of(revision) if one.name != original] if forms else []
    for form in forms:
        fitting = next((one for one in files if names_form(one.name, form.content["title"])), None)
        if fitting is not None:
            yield form, fitting
