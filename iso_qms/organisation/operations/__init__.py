"""What can be done with agencies, units, posts, people and rights. Every verb writes the journal."""

from iso_qms.organisation.operations.absences import may_note_absence, note_absence, remove_absence
from iso_qms.organisation.operations.agencies import agencies, clock_of, found_agency, in_each_agency
from iso_qms.organisation.operations.calendar import (
    confirm_year,
    open_year,
    remove_day,
    remove_hours,
    set_day,
    set_hours,
    unconfirm_year,
)
from iso_qms.organisation.operations.grants import end_grant, grant
from iso_qms.organisation.operations.holdings import (
    correct_holding,
    delegate,
    end_delegation,
    end_holding,
    hand_over,
    hold_post,
)
from iso_qms.organisation.operations.people import change_person, enter_person, lock_person, unlock_person
from iso_qms.organisation.operations.units import (
    change_post,
    change_unit,
    close_unit,
    code_unit,
    end_post,
    open_post,
    open_unit,
    pass_on,
)

__all__ = [
    "agencies",
    "change_person",
    "change_post",
    "change_unit",
    "clock_of",
    "close_unit",
    "code_unit",
    "confirm_year",
    "correct_holding",
    "delegate",
    "end_delegation",
    "end_grant",
    "end_holding",
    "end_post",
    "enter_person",
    "found_agency",
    "grant",
    "hand_over",
    "hold_post",
    "in_each_agency",
    "lock_person",
    "may_note_absence",
    "note_absence",
    "open_post",
    "open_unit",
    "open_year",
    "pass_on",
    "remove_absence",
    "remove_day",
    "remove_hours",
    "set_day",
    "set_hours",
    "unconfirm_year",
    "unlock_person",
]
