import pytest

from iso_qms.audits.flow import CONCLUDED, FINDING, INSPECTION, PROGRAMME


@pytest.mark.parametrize("workflow", [PROGRAMME, INSPECTION, FINDING], ids=lambda one: one.name)
def test_every_state_can_be_reached_and_left(workflow):
    assert not workflow.unreachable() and not workflow.dead_ends()


def test_a_finding_is_concluded_only_by_four_eyes():
    for move in FINDING.moves:
        if move.end in CONCLUDED:
            assert move.not_by == ("inspected",) and move.asks_reason, move.name


def test_no_word_of_a_life_cycle_speaks_of_punishment():
    words = " ".join(FINDING.mermaid().split()).lower()
    assert not any(word in words for word in ("sanction", "discipline", "penalty", "warn"))
