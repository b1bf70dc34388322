"""The pages of procedures. This module gathers the room; its pages stand in `pages`, by noun."""

from iso_qms.web import Room

room = Room("processes", __name__)

# The pages declare themselves on the room.
from iso_qms.processes.pages import (  # noqa: E402
    catalogue,  # noqa: F401
    drawing,  # noqa: F401
    editing,  # noqa: F401
    incoming,  # noqa: F401
    listing,  # noqa: F401
    reading,  # noqa: F401
    rules,  # noqa: F401
    steps,  # noqa: F401
)
