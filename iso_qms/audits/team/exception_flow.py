"""The life of an exception to the independence of a team: asked for by one, decided by another."""

from iso_qms.i18n import _l
from iso_qms.workflow import Move, State, Workflow

HANDS = ("exception_askers", "excused")

EXCEPTION = Workflow(
    "team_exception",
    states=[
        State("asked", _l("Waits for a decision"), tone="wait", shape="clock"),
        State("approved", _l("Approved"), tone="done", shape="approved"),
        State("refused", _l("Exception refused"), tone="calm", shape="withdrawn", final=True),
        State("withdrawn", _l("Taken back"), tone="calm", shape="superseded", final=True),
    ],
    moves=[
        Move(
            name="approve_exception",
            label=_l("Approve the exception"),
            said=_l("approved an exception"),
            start=("asked",),
            end="approved",
            needs="audits.approve_exception",
            not_by=HANDS,
            consequence=_l("The person may be named. It stands in the minutes and the report, with its measure."),
        ),
        Move(
            name="refuse_exception",
            label=_l("Refuse the exception"),
            said=_l("refused an exception"),
            start=("asked",),
            end="refused",
            needs="audits.approve_exception",
            not_by=HANDS,
            asks_reason=True,
            consequence=_l("Somebody else must be named."),
        ),
        Move(
            name="withdraw_exception",
            label=_l("Take the exception back"),
            said=_l("took an exception back"),
            start=("asked", "approved"),
            end="withdrawn",
            needs="audits.plan",
            consequence=_l("It is not needed any more."),
        ),
    ],
)
