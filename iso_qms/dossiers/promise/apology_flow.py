"""The life of an apology for a dossier that is, or will be, late (Circular 03/2025/TT-VPCP, form 04)."""

from iso_qms.i18n import _l
from iso_qms.workflow import Move, State, Workflow

APOLOGY = Workflow(
    "apology",
    states=[
        State("drafted", _l("Waits for a signature"), tone="wait", shape="review"),
        State("signed", _l("Signed, not given yet"), tone="live", shape="approved"),
        State("sent", _l("Given to the applicant"), tone="done", shape="force", final=True),
        State("dropped", _l("Not given"), tone="calm", shape="withdrawn", final=True),
    ],
    moves=[
        Move(
            name="sign",
            label=_l("Sign the apology"),
            said=_l("signed the apology"),
            start=("drafted",),
            end="signed",
            needs="dossiers.sign",
            signs=True,
            consequence=_l("Reason and new day are fixed from now on. The paper itself is signed by hand."),
        ),
        Move(
            name="send",
            label=_l("Note that it was given"),
            said=_l("gave the apology to the applicant"),
            start=("signed",),
            end="sent",
            needs="dossiers.apologise",
            consequence=_l("The new day holds from now on. A day is moved at most once."),
        ),
        Move(
            name="drop",
            label=_l("Drop the apology"),
            said=_l("dropped the apology"),
            start=("drafted", "signed"),
            end="dropped",
            needs="dossiers.apologise",
            asks_reason=True,
            consequence=_l("It is not given. Another one may be drafted."),
        ),
    ],
)
