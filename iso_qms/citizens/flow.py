"""The life of a piece of feedback, from the day it comes in to its answer, or to the body it is passed on to.

Feedback (phản ánh, kiến nghị) is neither a legal complaint (khiếu nại) nor a denunciation (tố cáo): these have laws of
their own, which protect who makes them, and leave this system at once.
"""

from iso_qms.i18n import _l
from iso_qms.workflow import Move, State, Workflow

FEEDBACK = Workflow(
    "feedback",
    states=[
        State("received", _l("Waits to be sorted"), tone="wait", shape="review"),
        State("assigned", _l("Waits for an answer"), tone="live", shape="approved"),
        State("answered", _l("Answered, to be closed"), tone="live", shape="review"),
        State("closed", _l("Closed"), tone="done", shape="force", final=True),
        State("passed_on", _l("Passed on"), tone="calm", shape="withdrawn", final=True),
    ],
    moves=[
        Move(
            name="assign",
            label=_l("Assign it to a unit"),
            said=_l("assigned it to a unit"),
            start=("received", "assigned"),
            end="assigned",
            needs="citizens.sort",
            consequence=_l("It is feedback or a petition, and ours to answer. The head of the unit is told."),
        ),
        Move(
            name="pass_on",
            label=_l("Pass it on"),
            said=_l("passed it on"),
            start=("received", "assigned", "answered"),
            end="passed_on",
            needs="citizens.sort",
            consequence=_l(
                "A legal complaint or a denunciation leaves this system: its text and who sent it are erased at once. "
                "What is not ours goes to the body it concerns."
            ),
        ),
        Move(
            name="answer",
            label=_l("Answer it"),
            said=_l("answered it"),
            start=("assigned",),
            end="answered",
            needs="citizens.answer",
            consequence=_l("The quality team reads the answer and closes it."),
        ),
        Move(
            name="send_back",
            label=_l("Send the answer back"),
            said=_l("sent the answer back"),
            start=("answered",),
            end="assigned",
            needs="citizens.sort",
            asks_reason=True,
            consequence=_l("The head of the unit answers once more."),
        ),
        Move(
            name="close",
            label=_l("Close it"),
            said=_l("closed it"),
            start=("answered",),
            end="closed",
            needs="citizens.sort",
            not_by=("answerers",),
            consequence=_l("Feedback that was well-founded is kept as a nonconformity."),
        ),
    ],
)

SURVEY = Workflow(
    "survey",
    states=[
        State("open", _l("Running"), tone="live", shape="approved"),
        State("closed", _l("Ended"), tone="done", shape="force", final=True),
    ],
    moves=[
        Move(
            name="close",
            label=_l("End the survey"),
            said=_l("ended the survey"),
            start=("open",),
            end="closed",
            needs="citizens.survey",
            consequence=_l("No answer is taken in any more, by no way."),
        ),
        Move(
            name="reopen",
            label=_l("Reopen the survey"),
            said=_l("reopened the survey"),
            start=("closed",),
            end="open",
            needs="citizens.survey",
            asks_reason=True,
            consequence=_l("Answers are taken in again, and slips that were not used are good again."),
        ),
    ],
)
