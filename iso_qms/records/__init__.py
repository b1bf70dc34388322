"""Records that are kept: of which class, where, how long, and what becomes of them afterwards (ISO 9001:2015, 7.5.3).

A *class* says how long records of a kind are kept and on what basis; a *series* is what lies on a shelf or a disk, such
as the files of one year. Nothing is disposed of before its term or while it is on hold; disposal is the act of two
people, with minutes.
"""

from __future__ import annotations

from typing import Any

from flask import g, url_for

from iso_qms.i18n import _l
from iso_qms.registry import Registry

EVERYBODY = ("administrator", "quality", "inspector", "leader", "head", "author", "staff")


def move_in(registry: Registry) -> None:
    """What records bring: rights, things, the life of a disposal, and rows for the desk."""
    from iso_qms.journal import say
    from iso_qms.records import duties, flow, layouts, models

    registry.right("records.read", _l("See which records are kept, where and how long"), *EVERYBODY)
    registry.right("records.keep", _l("Enter records, and propose and carry out their disposal"), "quality", "head")
    registry.right("records.classify", _l("Say how long records of a kind are kept"), "quality")
    registry.right("records.hold", _l("Hold records back from disposal"), "quality", "leader")
    registry.right("records.approve", _l("Approve the disposal of records"), "leader")
    registry.layouts["disposal"] = layouts.MINUTES
    registry.room("records.index", _l("Records"), "records.read", order=25)
    registry.thing("record_class", _l("Class of records"), models.RecordClass, _class_url)
    registry.thing("record_series", _l("Records kept"), models.RecordSeries, _series_url)
    registry.thing("disposal", _l("Disposal of records"), models.Disposal, _disposal_url)
    registry.workflows[flow.DISPOSAL.name] = flow.DISPOSAL
    say(flow.DISPOSAL)
    registry.awaiting.append(duties.awaiting)


def _class_url(one: Any) -> str:
    return url_for("records.change_class", agency=g.agency.slug, number=one.id)


def _series_url(one: Any) -> str:
    return url_for("records.show", agency=g.agency.slug, number=one.id)


def _disposal_url(one: Any) -> str:
    return url_for("records.disposal", agency=g.agency.slug, number=one.id)
