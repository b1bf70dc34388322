"""The life of a correction that somebody was asked for (ISO 9001:2015, 10.2.1 a)."""

from iso_qms.i18n import _l
from iso_qms.workflow import Move, State, Workflow

CORRECTION = Workflow(
    "correction",
    states=[
        State("asked", _l("To be put right"), tone="wait", shape="clock"),
        State("done", _l("Was put right"), tone="done", shape="force", final=True),
        State("called_off", _l("Not wanted any more"), tone="calm", shape="superseded", final=True),
    ],
    moves=[
        Move(
            name="put_right",
            label=_l("Report it put right"),
            said=_l("reported it put right"),
            start=("asked",),
            end="done",
            needs="improvement.carry_out",
            consequence=_l("Reminders stop. The cause is another matter and stays to be cured."),
        ),
        Move(
            name="call_off",
            label=_l("Call the correction off"),
            said=_l("called the correction off"),
            start=("asked",),
            end="called_off",
            needs="improvement.analyse",
            asks_reason=True,
            consequence=_l("It ends here with your reason; reminders stop."),
        ),
    ],
)
