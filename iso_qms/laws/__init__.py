"""The legal register: legal texts, what replaces or amends them, and where documents cite them (ISO 9001:2015, 8.2.2).

A *legal text* is known by its kind, number, issuer and day. A *citation* is read out of a block of a document. When one
text replaces another, every document that cites the old one is asked to change within three months (Decision 19/2014).
"""

from __future__ import annotations

from typing import Any

from flask import g, url_for

from iso_qms.i18n import _l
from iso_qms.registry import Registry, ReviewEvidence, UnitEvidence

EVERYBODY = ("administrator", "quality", "inspector", "leader", "head", "author", "staff")


def move_in(registry: Registry) -> None:
    """What the legal register brings: rights, lists, things and the reading of citations."""
    from iso_qms.laws import citing, duties, keeping, models
    from iso_qms.laws.beside import beside

    registry.right("laws.read", _l("Read the legal register"), *EVERYBODY)
    registry.right("laws.keep", _l("Keep the legal register"), "quality")
    registry.room("laws.index", _l("Legal texts"), "laws.read", order=15)
    registry.keep_duty("law_update", duties.LAW_UPDATE)
    registry.lists.append(("laws.external", _l("External documents"), "laws.read"))
    registry.thing("legal_text", _l("Legal text"), models.LegalText, _url)
    registry.thing("legal_change", _l("Change of the law"), models.LegalChange, _change_url)
    registry.beside.append(beside)
    registry.texts_settled.append(citing.read_citations)
    registry.reworded.append(keeping.settle_reworded)
    registry.review_evidence["legal_change"] = ReviewEvidence(
        _l("changes of laws it cites"), 6, citing.changes_of_cited
    )
    registry.unit_evidence["legal_change"] = UnitEvidence(
        _l("changes of laws its documents cite"), 1, citing.changes_by_unit
    )
    registry.round("citations", _l("Legal texts cited are read"), citing.read_round, minute="35")
    registry.round("posted", _l("Files of postings are read for legal texts"), keeping.read_posted_round, minute="40")


def _url(text: Any) -> str:
    return url_for("laws.show", agency=g.agency.slug, number=text.id)


def _change_url(change: Any) -> str:
    return url_for("laws.show", agency=g.agency.slug, number=change.older_id)
