"""The life of a draw by lot: committed to, drawn into envelopes, told wholly when they are used up or given up."""

from iso_qms.i18n import _l
from iso_qms.workflow import Move, State, Workflow

DRAW = Workflow(
    "draw",
    states=[
        State("committed", _l("Committed"), tone="calm", shape="lock"),
        State("drawn", _l("In envelopes"), tone="live", shape="dotring"),
        State("revealed", _l("Seed published"), tone="done", shape="approved", final=True),
        State("abandoned", _l("Given up"), tone="late", shape="withdrawn", final=True),
    ],
    moves=[
        Move(
            name="draw",
            label=_l("Draw into envelopes"),
            said=_l("drew by lot into closed envelopes"),
            start=("committed",),
            end="drawn",
            needs="audits.plan",
            consequence=_l("Each visit gets a lead and an hour. Nobody learns which unit it is before that hour."),
        ),
        Move(
            name="reveal",
            label=_l("Publish the seed"),
            said=_l("published the seed, so that anybody can redo the draw"),
            start=("drawn",),
            end="revealed",
            needs="audits.plan",
            consequence=_l("It stands in the journal and on this page; anybody can then redo the draw."),
        ),
        Move(
            name="abandon",
            label=_l("Give the draw up"),
            said=_l("gave the draw up, and its seed was published"),
            start=("committed", "drawn"),
            end="abandoned",
            needs="audits.plan",
            asks_reason=True,
            consequence=_l("The seed is published all the same: no draw can be repeated until it suits somebody."),
        ),
    ],
)
