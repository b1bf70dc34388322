"""The life of a disposal: proposed by one, approved by another, carried out before witnesses, or given up."""

from iso_qms.i18n import _l
from iso_qms.workflow import Move, State, Workflow

DISPOSAL = Workflow(
    "disposal",
    states=[
        State("proposed", _l("Waits for approval"), tone="wait", shape="review"),
        State("approved", _l("Approved, to be carried out"), tone="live", shape="approved"),
        State("carried_out", _l("Disposed of"), tone="calm", shape="superseded", final=True),
        State("declined", _l("Declined"), tone="late", shape="withdrawn", final=True),
        State("taken_back", _l("Taken back"), tone="calm", shape="withdrawn", final=True),
    ],
    moves=[
        Move(
            name="approve",
            label=_l("Approve the disposal"),
            said=_l("approved the disposal"),
            start=("proposed",),
            end="approved",
            needs="records.approve",
            not_by=("proposers",),
            signs=True,
            consequence=_l("From now on they may be disposed of before witnesses."),
        ),
        Move(
            name="decline",
            label=_l("Decline"),
            said=_l("declined the disposal"),
            start=("proposed",),
            end="declined",
            needs="records.approve",
            not_by=("proposers",),
            asks_reason=True,
            consequence=_l("The records stay where they are; whoever proposed it is told why."),
        ),
        Move(
            name="carry_out",
            label=_l("Note that it was carried out"),
            said=_l("disposed of the records"),
            start=("approved",),
            end="carried_out",
            needs="records.keep",
            not_by=("approvers",),
            asks_papers=True,
            consequence=_l("This cannot be undone. The minutes name who was there; their scan goes with it."),
        ),
        Move(
            name="take_back",
            label=_l("Take back"),
            said=_l("took the disposal back"),
            start=("proposed", "approved"),
            end="taken_back",
            needs="records.keep",
            asks_reason=True,
            consequence=_l("The records stay where they are."),
        ),
    ],
)
