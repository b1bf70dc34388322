"""The lives of a programme, an inspection and a finding (ISO 9001:2015, 9.2; the right of reply: domain of discipline).

A finding is not final before the inspected side has answered or its window has ended, and nobody of that side
concludes it. No state and no move decides anything about a person: the house records, others judge.
"""

from iso_qms.i18n import _l
from iso_qms.workflow import Move, State, Workflow

PROGRAMME = Workflow(
    "programme",
    states=[
        State("draft", _l("Draft"), tone="calm", shape="draft"),
        State("approved", _l("Approved"), tone="done", shape="approved"),
        State("closed", _l("Closed"), tone="calm", shape="superseded", final=True),
    ],
    moves=[
        Move(
            name="approve",
            label=_l("Approve the programme"),
            said=_l("approved the programme"),
            start=("draft",),
            end="approved",
            needs="audits.approve_programme",
            not_by=("preparers",),
            asks_papers=True,
            consequence=_l("Its inspections may start. Heads see the announced ones."),
        ),
        Move(
            name="revise",
            label=_l("Revise the programme"),
            said=_l("took the programme back to revise it"),
            start=("approved",),
            end="draft",
            needs="audits.plan",
            asks_reason=True,
            consequence=_l("It needs approval again; inspections under way go on."),
        ),
        Move(
            name="finish",
            label=_l("Close the year"),
            said=_l("closed the year"),
            start=("approved",),
            end="closed",
            needs="audits.plan",
            asks_papers=True,
            consequence=_l("Every inspection in it must be closed or cancelled."),
        ),
    ],
)

INSPECTION = Workflow(
    "inspection",
    states=[
        State("planned", _l("Scheduled"), tone="calm", shape="calendar"),
        State("under_way", _l("Under way"), tone="live", shape="dotring"),
        State("reporting", _l("Reporting"), tone="wait", shape="review"),
        State("closed", _l("Closed"), tone="done", shape="approved", final=True),
        State("cancelled", _l("Cancelled"), tone="calm", shape="withdrawn", final=True),
    ],
    moves=[
        Move(
            name="start",
            label=_l("Start the inspection"),
            said=_l("started the inspection"),
            start=("planned",),
            end="under_way",
            needs="audits.inspect",
            consequence=_l("From now on the inspected units see it. Independence is checked again."),
        ),
        Move(
            name="agree_minutes",
            label=_l("End the visit"),
            said=_l("ended the visit with minutes"),
            start=("under_way",),
            end="reporting",
            needs="audits.inspect",
            consequence=_l(
                "Both sides stand by the minutes, or a refusal is noted. Nothing more is observed or noted."
            ),
        ),
        Move(
            name="close",
            label=_l("Close the inspection"),
            said=_l("closed the inspection"),
            start=("reporting",),
            end="closed",
            needs="audits.inspect",
            asks_papers=True,
            consequence=_l("The report goes to the leadership and the inspected units."),
        ),
        Move(
            name="cancel",
            label=_l("Cancel the inspection"),
            said=_l("cancelled the inspection"),
            start=("planned", "under_way"),
            end="cancelled",
            needs="audits.plan",
            asks_reason=True,
            consequence=_l("It stays in the list with your reason."),
        ),
    ],
)

CONCLUDED = ("confirmed", "corrected", "withdrawn")
"""States in which a finding no longer waits for anybody."""

ANSWERABLE = ("notified", "replied")
"""States in which the inspected side may still explain."""

FINDING = Workflow(
    "finding",
    states=[
        State("noted", _l("Noted"), tone="calm", shape="draft"),
        State("notified", _l("Awaiting explanation"), tone="wait", shape="clock"),
        State("returned", _l("Sent back: not ours"), tone="wait", shape="back"),
        State("replied", _l("Explained"), tone="live", shape="review"),
        State("confirmed", _l("Confirmed"), tone="done", shape="approved"),
        State("corrected", _l("Corrected"), tone="done", shape="tilde"),
        State("withdrawn", _l("Withdrawn"), tone="calm", shape="withdrawn", final=True),
    ],
    moves=[
        Move(
            name="notify",
            label=_l("Notify the unit"),
            said=_l("notified the unit"),
            start=("noted",),
            end="notified",
            needs="audits.inspect",
            consequence=_l("The head and the person concerned are told; the time to explain begins."),
        ),
        Move(
            name="reply",
            label=_l("Send explanation"),
            said=_l("explained"),
            start=ANSWERABLE,
            end="replied",
            needs="audits.reply",
            consequence=_l("The team must read it before it concludes; it always goes with the finding."),
        ),
        Move(
            name="not_ours",
            label=_l("Not ours"),
            said=_l("sent it back: another unit's matter"),
            start=("notified",),
            end="returned",
            needs="audits.answer",
            asks_reason=True,
            consequence=_l("It goes back to the team's lead, who names the right unit or stands by it."),
        ),
        Move(
            name="reassign",
            label=_l("Name the right unit"),
            said=_l("named the unit again"),
            start=("returned",),
            end="notified",
            needs="audits.inspect",
            asks_reason=True,
            consequence=_l("That unit is told, and its time to explain begins anew."),
        ),
        Move(
            name="confirm",
            label=_l("Confirm the finding"),
            said=_l("confirmed the finding"),
            start=ANSWERABLE,
            end="confirmed",
            needs="audits.conclude",
            not_by=("inspected",),
            asks_reason=True,
            consequence=_l("It becomes final, together with the explanation. The unit is told."),
        ),
        Move(
            name="correct",
            label=_l("Correct the finding"),
            said=_l("corrected the finding"),
            start=(*ANSWERABLE, "confirmed", "corrected"),
            end="corrected",
            needs="audits.conclude",
            not_by=("inspected",),
            asks_reason=True,
            consequence=_l("What it said before stays readable beside it."),
        ),
        Move(
            name="withdraw",
            label=_l("Withdraw the finding"),
            said=_l("withdrew the finding"),
            start=("noted", *ANSWERABLE, "returned", "confirmed", "corrected"),
            end="withdrawn",
            needs="audits.conclude",
            not_by=("inspected",),
            asks_reason=True,
            consequence=_l("It counts no longer; its trace stays."),
        ),
    ],
)
