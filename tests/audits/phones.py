"""A telephone as the server meets it, without a browser: acts with numbers of their own, sent as often as one likes."""

from __future__ import annotations

import hashlib
from itertools import count
from uuid import uuid4

from iso_qms.clock import now


class Phone:
    """Somebody's phone at a visit."""

    def __init__(self, visitor, inspection, person_id):
        self.visitor, self.person_id = visitor, person_id
        self.path = f"/an-khe/audits/inspections/{inspection}"
        self.device, self.counter = str(uuid4()), count(1)
        self.token = ""

    def pocket(self, **headers):
        """Fetch what the phone takes along."""
        answer = self.visitor.get(f"{self.path}/pocket.json", headers={"Accept": "application/json"} | headers)
        self.token = answer.headers.get("X-Pocket-Token", "")
        return answer

    def act(self, kind, payload, bases=(), at=None):
        """One act, captured now and not yet sent."""
        return {
            "uuid": str(uuid4()),
            "device": self.device,
            "counter": next(self.counter),
            "author": self.person_id,
            "kind": kind,
            "payload": payload,
            "bases": list(bases),
            "captured_at": (at or now()).isoformat(),
        }

    def send(self, *acts):
        """Send acts; what became of each, in their order."""
        answer = self.visitor.post(f"{self.path}/acts", json={"acts": list(acts)}, headers={"X-CSRFToken": self.token})
        assert answer.status_code == 200, answer.text
        return [answer.json["results"].get(one["uuid"]) for one in acts]

    def upload(self, data, digest=""):
        """Upload a file; its hash, and the answer."""
        digest = digest or hashlib.sha256(data).hexdigest()
        answer = self.visitor.post(
            f"{self.path}/parts/{digest}",
            data=data,
            content_type="application/octet-stream",
            headers={"X-CSRFToken": self.token},
        )
        return digest, answer
