"""The weights of the score card are set after the province's instruction; what it says of payments weighs less here."""

from __future__ import annotations

from iso_qms.demo.story import Diary, Story, on
from iso_qms.dossiers.figure.score_card import Weight, usual
from iso_qms.dossiers.figure.score_rules import set_weights

DIARY: Diary = []


@on(DIARY, -1, "16:55")
def the_weights_of_the_score_card_are_set(story: Story) -> None:
    """By the quality team, with the text they rest on."""
    weights = usual() | {"paid": Weight(8, 80), "in_time": Weight(22, 100)}
    basis = "Công văn 214/VPUBND-KSTT của tỉnh Lam Giang (văn bản giả định để trình diễn)"
    set_weights(weights, basis=basis, by=story.people["daohtb"])
