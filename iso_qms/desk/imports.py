"""Units, posts and people from Excel: the empty template, the upload, the preview, the entry."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import xlsxwriter
from flask import flash, render_template, request, url_for

from iso_qms.desk.forms.people import ConfirmRosterForm, RosterForm
from iso_qms.desk.room import room
from iso_qms.i18n import _
from iso_qms.organisation import enrolment
from iso_qms.organisation.enrolment import Enrolment, RosterFile
from iso_qms.organisation.rights import ROLES
from iso_qms.web import attachment_answer, back_to, find, here, signed_in
from iso_qms.web.answers import EXCEL


@room.route("/<agency>/people/import", methods=["GET", "POST"], needs="organisation.manage")
def import_roster() -> Any:
    """Choose a file; it is kept, and nothing is entered yet."""
    form = RosterForm()
    if form.validate_on_submit():
        with form.refusals():
            file = form.file.data
            kept = enrolment.keep_file(file.read(), name=file.filename or "", by=signed_in())
            return back_to(url_for("desk.check_roster", agency=here().slug, number=kept.id))
    return render_template("desk/import_roster.html", form=form), form.status


@room.route("/<agency>/people/import/<int:number>", methods=["GET", "POST"], needs="organisation.manage")
def check_roster(number: int) -> Any:
    """What the file would change, row by row; entered only from here."""
    file, form = find(RosterFile, number), ConfirmRosterForm()
    if form.validate_on_submit():
        with form.refusals():
            seen = request.form.get("seen", "")
            done = enrolment.enter_roster(file, by=signed_in(), since=form.since.data, seen=seen)
            flash(_said(done))
            return back_to(url_for("desk.people", agency=here().slug, all=1))
    shown = enrolment.preview(file)
    return render_template("desk/check_roster.html", form=form, file=file, shown=shown), form.status


@room.route("/<agency>/people/import/template.xlsx", needs="organisation.manage")
def roster_template() -> Any:
    """The empty file to fill in, in the language spoken."""
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    units = [(_("Unit code"), 14), (_("Unit name"), 45), (_("Parent code"), 20)]
    _sheet(book, _("Units"), units)
    people = _sheet(book, _("People"), _person_columns())
    people.data_validation(1, 6, 2000, 6, {"validate": "list", "source": [_("yes"), _("no")]})
    guide = [(_("Roles that may be named"), 30), (_("What each role may do stands on the page of roles."), 60)]
    sheet = _sheet(book, _("Guide"), guide)
    for line, label in enumerate(ROLES.values(), start=1):
        sheet.write_string(line, 0, str(label))
    book.close()
    return attachment_answer(stream.getvalue(), name=f"{_('Units and people')}.xlsx", mimetype=EXCEL)


def _person_columns() -> list[tuple[str, int]]:
    return [
        (_("Full name"), 30),
        (_("Sign-in name"), 18),
        (_("E-mail"), 28),
        (_("Addressed as"), 14),
        (_("Post title"), 34),
        (_("Unit code"), 14),
        (_("Head of unit"), 18),
        (_("Roles"), 34),
    ]


def _sheet(book: Any, name: str, columns: list[tuple[str, int]]) -> Any:
    sheet = book.add_worksheet(name[:31])
    bold = book.add_format({"bold": True, "bottom": 1})
    for index, (head, width) in enumerate(columns):
        sheet.set_column(index, index, width)
        sheet.write_string(0, index, head, bold)
    sheet.freeze_panes(1, 0)
    return sheet


def _said(done: Enrolment) -> str:
    return _("Entered: %(units)s units, %(people)s people.", units=len(done.units), people=len(done.people))
