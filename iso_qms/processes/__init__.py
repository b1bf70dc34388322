"""Documented procedures: steps, papers, time limits and who answers for them (ISO 9001:2015, 4.4 and 8.1).

A procedure is a controlled document whose revisions are made of typed blocks: sections, papers, fees, time limits,
legal texts, steps, forms and records. It comes in from a Word file or through the editor, and leaves as a Word file.
"""

from __future__ import annotations

from iso_qms.i18n import _l
from iso_qms.registry import Registry


def move_in(registry: Registry) -> None:
    """What processes bring: rights, the kinds of blocks, the editor of procedures, and the page of one in force."""
    from iso_qms.processes import blocks, paper

    registry.right(
        "processes.read", _l("Read procedures"),
        "administrator", "quality", "inspector", "leader", "head", "author", "staff",
    )  # fmt: skip
    registry.right("processes.write", _l("Write procedures and read them from Word files"), "author", "quality", "head")
    registry.room("processes.index", _l("Procedures"), "processes.read", order=20)
    for kind in blocks.KINDS:
        registry.block_kinds[kind.name] = kind
    registry.editors["procedure"] = "processes.edit"
    registry.readers["procedure"] = "processes.show"
    registry.word_texts["procedure"] = paper.TEXT
    registry.intakes.append(("processes.bring_in", _l("Read procedures from Word files"), "processes.write"))
