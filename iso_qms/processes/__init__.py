"""Documented procedures: steps, papers, time limits and who answers for them (ISO 9001:2015, 4.4 and 8.1).

A procedure is a controlled document whose revisions are made of typed blocks: sections, papers, fees, time limits,
legal texts, steps, forms and records. It comes in from a Word file or through the editor, and leaves as a Word file.
"""

from __future__ import annotations

from typing import Any

from iso_qms.i18n import _l
from iso_qms.registry import Registry


def move_in(registry: Registry) -> None:
    """What processes bring: rights, the kinds of blocks, the editor of procedures, and the page of one in force."""
    from iso_qms.processes import annexes, blocks, consistency, models, paper
    from iso_qms.processes.catalogue import models as catalogue_models
    from iso_qms.processes.catalogue import operations as catalogue_operations

    registry.right(
        "processes.read", _l("Read procedures"),
        "administrator", "quality", "inspector", "leader", "head", "author", "staff",
    )  # fmt: skip
    registry.right("processes.write", _l("Write procedures and read them from Word files"), "author", "quality", "head")
    registry.right("processes.set_rules", _l("Switch rules of consistency off and on again"), "quality")
    registry.room("processes.index", _l("Procedures"), "processes.read", order=20)
    for kind in blocks.KINDS:
        registry.block_kinds[kind.name] = kind
    registry.thing("rule_switch", _l("Rule of consistency"), models.RuleSwitch, _rules_url)
    registry.checks["procedure"] = consistency.mismatches_of
    published = catalogue_models.PublishedProcedure
    registry.thing(published.journal_kind, _l("Published procedure"), published, _published_url)
    registry.texts_settled.append(catalogue_operations.count_settled)
    registry.annexed.append(annexes.attached_forms)
    registry.editors["procedure"] = "processes.edit"
    registry.readers["procedure"] = "processes.show"
    registry.word_texts["procedure"] = paper.TEXT
    registry.intakes.append(("processes.bring_in", _l("Read procedures from Word files"), "processes.write"))


def _rules_url(switch: Any) -> str:
    from flask import g, url_for

    return url_for("processes.rules", agency=g.agency.slug, _anchor=switch.rule)


def _published_url(published: Any) -> str:
    from flask import g, url_for

    return url_for("processes.published", agency=g.agency.slug, number=published.id)
