"""What a team may look at, and the kinds of its findings."""

from iso_qms.i18n import _l

TOPICS = {
    "hours": _l("Working hours"),
    "reception": _l("Receiving citizens"),
    "conduct": _l("Conduct"),
    "reporting": _l("Reports on time"),
    "posting": _l("Public posting"),
    "late_files": _l("Late files"),
    "process": _l("A procedure followed"),
}
