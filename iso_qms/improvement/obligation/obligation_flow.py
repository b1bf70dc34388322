"""The life of one due obligation: it waits until it is done with evidence, or is called off with a reason."""

from iso_qms.i18n import _l
from iso_qms.workflow import Move, State, Workflow

OBLIGATION_DUE = Workflow(
    "obligation_due",
    states=[
        State("waiting", _l("To be done"), tone="wait", shape="clock"),
        State("done", _l("Done, with evidence"), tone="done", shape="force", final=True),
        State("called_off", _l("Called off"), tone="calm", shape="withdrawn", final=True),
    ],
    moves=[
        Move(
            name="fulfil",
            label=_l("Report it done"),
            said=_l("did it, with evidence"),
            start=("waiting",),
            end="done",
            needs="improvement.fulfil",
            consequence=_l("Reminders stop; the next one is set by its rule."),
        ),
        Move(
            name="call_off",
            label=_l("Call it off"),
            said=_l("called it off"),
            start=("waiting",),
            end="called_off",
            needs="improvement.ladders",
            asks_reason=True,
            consequence=_l("It ends here with your reason; the next one is set by its rule."),
        ),
    ],
)
