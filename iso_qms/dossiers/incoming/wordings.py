"""Why a row was set aside and why a file cannot be read, in sentences that say what to do."""

from __future__ import annotations

from typing import Any

from iso_qms.dossiers.incoming.unreadable import UnreadableTable
from iso_qms.i18n import _, _l

WHY_REFUSED = {
    "no_code": _l("There is no code of a dossier."),
    "code_twice": _l("The same code stands in an earlier row."),
    "no_procedure": _l("There is no procedure."),
    "no_date": _l("There is no date that can be read."),
    "end_before_start": _l("It ends before it begins."),
    "in_the_future": _l("It would have happened in the future."),
    "unknown_state": _l("The mapping does not say what this state means."),
    "too_long": _l("The cell is longer than such a thing can be."),
    "too_short": _l("The row ends before its last column."),
    "no_activity": _l("It does not say what happened."),
    "no_dossier": _l("No dossier of this source bears the code: bring the dossiers in first."),
    "too_many_events": _l("The dossier would have more than ten thousand events."),
}

WHY_BROKEN = {
    "dropped": _l("Somebody decided not to take it in, or not further. What is in already stays."),
    "not_confirmed": _l("Nobody confirmed its columns for three days. Bring it in again."),
    "file_gone": _l("The file was lost before it was taken in. Bring it in again: what is in already stays as it is."),
    "unreadable": _l("The file cannot be read any more. Bring it in again: what is in already stays as it is."),
    "failed": _l(
        "It failed five times in the same place. What is in already stays; whoever operates the system finds the "
        "fault in the log."
    ),
}


def why_unreadable(fault: UnreadableTable) -> Any:
    """What is wrong with a file, and what to do about it."""
    if fault.code == "xes":
        return fault.told
    if fault.code == "far":
        return _("A cell stands as far away as %(cell)s. Copy what you need into a new sheet.", cell=fault.told)
    if fault.code == "twice":
        return _("Two columns are headed “%(heading)s”. Give one of them another name.", heading=fault.told)
    if fault.code in _AT_A_LINE:
        return _("%(why)s Look near line %(line)s.", why=_WHY[fault.code], line=fault.told)
    return _WHY[fault.code]


_AT_A_LINE = ("cell", "quotes")
_WHY = {
    "empty": _l("The file is empty."),
    "encoding": _l("The letters of the file cannot be read: it is no text, or damaged. Save it anew as CSV in UTF-8."),
    "cell": _l("A cell is longer than any can be."),
    "quote": _l("The file ends inside a cell: a quotation mark is not closed, or the file was cut off."),
    "quotes": _l("A quotation mark stands where none may."),
    "none": _l("The file has headings and no row below them: there is nothing to bring in."),
    "headings": _l("No row names the columns: the file is empty but for blank cells."),
    "wide": _l("The row of headings has more than 300 columns, or a heading is longer than 500 signs."),
    "excel": _l("The file is no Excel sheet, or damaged."),
    "password": _l("The file is protected by a password. Save it without one and bring it in again."),
    "repeats": _l("The sheet repeats cells more often than any register has. Copy what you need into a new sheet."),
    "long": _l("A text in a cell is longer than any can be, or stands in too many cells."),
    "zip": _l("The file is a ZIP archive. Unpack it and bring in what is in it."),
    "nested": _l("What is packed in the file is packed once more, or is Excel. Unpack it and bring that in."),
    "pdf": _l("The file is a PDF, out of which no table is read. Export it as Excel or CSV."),
    "page": _l("The file is a web page, even if it is called Excel. Open it in Excel and save it as .xlsx."),
    "packed": _l("The packed file is damaged or ends too early."),
    "cut": _l("The file ends in the middle of its last row, so it was cut off. Export it anew and bring it in whole."),
    "huge": _l("The file unpacks to far more than it should and was not opened."),
}
