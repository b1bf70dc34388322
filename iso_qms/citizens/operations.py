"""Publishing a procedure for citizens, taking it off again, and choosing what its pages say."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from iso_qms.citizens.models import BOUNDS, PARTS, CitizenPage, CitizenRules, rules_row
from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents.models import Document
from iso_qms.i18n import _, _l
from iso_qms.journal import say, write
from iso_qms.organisation.people import Person
from iso_qms.text import clean
from iso_qms.workflow import Forbidden, Incomplete, WrongState

RIGHT = "citizens.publish"

say(
    {
        "citizen_page.published": _l("published it for citizens"),
        "citizen_page.taken_off": _l("took it off the pages for citizens"),
        "citizen_rules.changed": _l("changed what citizens see of procedures"),
    }
)


def publish(document: Document, *, by: Person) -> CitizenPage:
    """Show a procedure to everybody from now on; its page follows whatever issue is in force."""
    _demand_right(by)
    if document.kind != "procedure":
        raise Incomplete(_("Only procedures have a page for citizens."))
    if document.revision_on(today()) is None:
        raise WrongState(_("%(code)s is not in force today, so there is nothing to show yet.", code=document.code))
    page = page_of(document)
    if page is not None and page.is_open:
        raise WrongState(_("%(code)s is published already.", code=document.code))
    if page is None:
        page = CitizenPage(agency_id=document.agency_id, document=document)
        db.session.add(page)
    page.published_on, page.published_by, page.taken_off_on = today(), by, None
    write(page, "citizen_page.published", by=by)
    return page


def take_off(document: Document, *, by: Person, reason: str) -> None:
    """Show a procedure no longer, with a reason."""
    _demand_right(by)
    page = page_of(document)
    if page is None or not page.is_open:
        raise WrongState(_("%(code)s is not published.", code=document.code))
    if not reason.strip():
        raise Incomplete(_("Give a reason: it stands in the history."))
    page.taken_off_on = today()
    write(page, "citizen_page.taken_off", by=by, reason=clean(reason).strip())


def set_rules(
    *,
    by: Person,
    parts: Iterable[str],
    where_to_file: str,
    telephone: str = "",
    takes_feedback: bool = False,
    **terms: int | None,
) -> None:
    """Choose what pages for citizens say, where one hands in, whom to ring, and whether one may send feedback.

    `contact_days` and `conduct_months` are how long feedback is kept after it ended; what has ended keeps its days.
    """
    _demand_right(by)
    chosen = set(parts)
    if not chosen & set(PARTS):
        raise Incomplete(_("Choose at least one part."))
    if "responsible" in chosen and "steps" not in chosen:
        raise Incomplete(_("Who is responsible stands in the table of steps: show that too."))
    rules = rules_row() or CitizenRules(agency_id=by.agency_id)
    rules.parts = {name: name in chosen for name in PARTS}
    rules.where_to_file, rules.telephone = clean(where_to_file).strip(), clean(telephone).strip()
    rules.takes_feedback = takes_feedback
    for name, number in terms.items():
        setattr(rules, name, _within(name, number))
    db.session.add(rules)
    write(rules, "citizen_rules.changed", by=by)


def page_of(document: Document) -> CitizenPage | None:
    """The page of a document, open or taken off."""
    return db.session.scalars(select(CitizenPage).where(CitizenPage.document_id == document.id)).first()


def _within(name: str, number: int | None) -> int:
    least, most = BOUNDS[name]
    if number is None or not least <= number <= most:
        raise Incomplete(_("Between %(least)s and %(most)s.", least=least, most=most))
    return number


def _demand_right(by: Person) -> None:
    if not by.may(RIGHT):
        raise Forbidden(_("The quality team publishes what citizens see."))
