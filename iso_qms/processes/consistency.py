"""The findings of a procedure on the pages: what the rules find beyond the warnings that stand there already."""

from __future__ import annotations

from iso_qms.clock import today
from iso_qms.processes.checking import Finding, Knowledge, check
from iso_qms.processes.procedure import Object


def findings_in(found: Object) -> list[Finding]:
    """What does not agree today, besides the warnings of reading or of the editor."""
    return check(found | {"warnings": []}, knowledge=Knowledge(today()))
