"""Which teams could inspect: a pure search for legal teams with balanced load.

A team is as good as the loads of its members are low, the lead's counting first among equals. With none that is legal,
the search names the fewest exceptions under which one would be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from iso_qms.audits.team.independence import Reason

LEADS, TAKES_PART = 2, 1
"""What an inspection weighs for whoever leads it, who also writes minutes and report, and for another member."""


@dataclass(frozen=True)
class Candidate:
    """Somebody who might be in a team: ties, what they lack as a member and as a lead, and their load."""

    id: int
    name: str
    load: int = 0
    ties: tuple[Reason, ...] = ()
    lacks: tuple[Reason, ...] = ()
    lacks_to_lead: tuple[Reason, ...] = ()

    @property
    def may_take_part(self) -> bool:
        """Whether nothing stands against them as a member."""
        return not (self.ties or self.lacks)

    @property
    def may_lead(self) -> bool:
        """Whether nothing stands against them as the lead."""
        return not (self.ties or self.lacks_to_lead)

    def against(self, *, leads: bool) -> tuple[Reason, ...]:
        """Everything that stands against them in a place."""
        return (*self.ties, *(self.lacks_to_lead if leads else self.lacks))


@dataclass(frozen=True)
class Team:
    """A lead and the other members."""

    lead: Candidate
    others: tuple[Candidate, ...]

    @property
    def members(self) -> tuple[Candidate, ...]:
        """Everybody in it, the lead first."""
        return (self.lead, *self.others)

    @property
    def weight(self) -> int:
        """The load its members carry already."""
        return sum(one.load for one in self.members)


@dataclass(frozen=True)
class Needed:
    """A team that would be legal under some exceptions: for whom, and to which ties."""

    team: Team
    exceptions: tuple[tuple[Candidate, Reason], ...]


def propose(candidates: Sequence[Candidate], *, size: int, most: int = 3) -> list[Team]:
    """Up to three legal teams of that size, those who carry least first; every one differs in who is in it."""
    free = sorted((one for one in candidates if one.may_take_part), key=_by_load)
    leads = sorted((one for one in candidates if one.may_lead), key=_by_load)[: size + most]
    pool = free[: size + most]
    found: dict[frozenset[int], Team] = {}
    for lead in leads:
        for others in combinations([one for one in pool if one.id != lead.id], size - 1):
            team = Team(lead, others)
            ids = frozenset(one.id for one in team.members)
            if ids not in found or _merit(team) < _merit(found[ids]):
                found[ids] = team
    return sorted(found.values(), key=_merit)[:most]


def fewest_exceptions(candidates: Sequence[Candidate], *, size: int) -> Needed | None:
    """The team that needs the fewest exceptions; None when even they would not make one, for too few are qualified."""
    leads = [one for one in candidates if all(why.can_be_excused for why in one.against(leads=True))]
    others = [one for one in candidates if all(why.can_be_excused for why in one.against(leads=False))]
    found = [team for lead in leads if (team := _cheapest(lead, others, size))]
    if not found:
        return None
    team = min(found, key=lambda one: (sum(len(each.ties) for each in one.members), _merit(one)))
    return Needed(team, tuple((one, why) for one in team.members for why in one.ties))


def _cheapest(lead: Candidate, others: Sequence[Candidate], size: int) -> Team | None:
    rest = sorted((one for one in others if one.id != lead.id), key=lambda one: (len(one.ties), *_by_load(one)))
    return Team(lead, tuple(rest[: size - 1])) if len(rest) >= size - 1 else None


def _merit(team: Team) -> tuple[int, int, tuple[int, ...]]:
    return team.weight, team.lead.load, tuple(one.id for one in team.members)


def _by_load(one: Candidate) -> tuple[int, int]:
    return one.load, one.id
