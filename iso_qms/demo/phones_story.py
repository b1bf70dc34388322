"""What the phones of the running visit sent: two inspectors on one question, and a tap that came too late."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from iso_qms.audits.checklist.checklists import checklists_of
from iso_qms.audits.phone.receiving import Sent, receive
from iso_qms.clock import as_local, now, today
from iso_qms.demo.story import Diary, Story, on

DIARY: Diary = []


@on(DIARY, 0, "09:20")
def the_phones_come_back_into_the_network(story: Story) -> None:
    """Each inspector answered the same question in the cellar, where there is no network."""
    question = next(one for asked in checklists_of(story.things["now"]) for one in asked.questions)
    about = {"unit": story.units["trung-tam"].id, "question": question.id}
    _send(story, "khuebd", "answer", about | {"answer": "not", "note": "07:50 quầy 4 chưa mở."}, minutes=25)
    _send(story, "daohtb", "answer", about | {"answer": "conform", "note": "08:10 đủ người."}, minutes=10)


@on(DIARY, 0, "09:25")
def somebody_of_another_unit_was_tapped(story: Story) -> None:
    """Not on the roster of the centre, so it is kept and not taken in."""
    tapped = {"unit": story.units["trung-tam"].id, "day": today().isoformat(), "person": story.people["sonvh"].id}
    at = f"{as_local(now()) - timedelta(minutes=5):%H:%M}"
    _send(story, "khuebd", "seen", tapped | {"status": "present", "at": at}, minutes=5)


def _send(story: Story, who: str, kind: str, payload: dict[str, Any], *, minutes: int) -> None:
    person = story.people[who]
    captured = now() - timedelta(minutes=minutes)
    uuid = str(uuid5(NAMESPACE_URL, f"{who} {captured.isoformat()}"))
    sent = Sent(
        uuid=uuid,
        device=str(uuid5(NAMESPACE_URL, who)),
        counter=int(captured.timestamp()),
        author_id=person.id,
        kind=kind,
        payload=payload,
        captured_at=captured,
    )
    receive(story.things["now"], [sent], by=person)
