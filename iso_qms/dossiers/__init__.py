"""Dossiers: the cases handled at the one-stop desk, held against the procedure that was in force on their day.

ISO 9001:2015, clauses 8.5.1 and 9.1: whether services are provided as the controlled procedures say, by what happened
and not by what was written down.
"""

from __future__ import annotations

from typing import Any

from iso_qms.i18n import _l
from iso_qms.registry import Registry, UnitEvidence


def move_in(registry: Registry) -> None:
    """What dossiers bring: rights, things, and late dossiers as a reason to visit a unit sooner."""
    from iso_qms.dossiers import evidence, jobs, models
    from iso_qms.dossiers.due import reckoning_jobs, reckonings
    from iso_qms.dossiers.effect_measures import LATE
    from iso_qms.dossiers.figure.score_rules import ScoreRules
    from iso_qms.dossiers.incoming import tokens

    registry.right(
        "dossiers.read",
        _l("See the register of dossiers"),
        "administrator",
        "quality",
        "inspector",
        "leader",
        "head",
        "focal",
    )
    registry.right("dossiers.import", _l("Bring dossiers in from the one-stop software"), "administrator", "quality")
    registry.right("dossiers.score", _l("Set the weights of the score card"), "administrator", "quality")
    registry.right("dossiers.connect", _l("Let programs bring dossiers in by themselves"), "administrator")
    registry.round("dossier_files", _l("Files of dossiers are taken in"), jobs.import_round, second="*/10")
    registry.round(
        "dossier_reckonings", _l("Dossiers are reckoned again"), reckoning_jobs.reckonings_round, second="*/10"
    )
    registry.thing("dossier_reckoning", _l("Dossiers reckoned again"), reckonings.DossierReckoning, _imports_url)
    registry.thing("dossier_source", _l("Source of dossiers"), models.DossierSource, _source_url)
    registry.calendar_corrected.append(reckonings.calendar_corrected)
    registry.room("dossiers.index", _l("Dossiers"), "dossiers.read", order=22)
    registry.thing("dossier_import", _l("Import of dossiers"), models.DossierImport, _import_url)
    registry.measures["late_dossiers"] = LATE
    registry.thing("late_dossier", _l("Dossier"), models.Dossier, _dossier_url)
    registry.thing("dossier_token", _l("Token of a source"), tokens.DossierToken, _token_url)
    _bring_apologies(registry)
    _bring_limits(registry)
    registry.thing("score_rules", _l("Weights of the score card"), ScoreRules, _weights_url)
    registry.unit_evidence["late_dossier"] = UnitEvidence(_l("late dossier"), 0, evidence.late_dossiers)


def _bring_apologies(registry: Registry) -> None:
    """Warnings before a dossier is late, and apologies where it is."""
    from iso_qms.dossiers import layouts
    from iso_qms.dossiers.promise import apologies, apology_duties, apology_list, due_warning_jobs
    from iso_qms.dossiers.promise.apology_flow import APOLOGY
    from iso_qms.journal import say

    registry.right(
        "dossiers.apologise", _l("Draft apologies for late dossiers, and give them"), "quality", "head", "focal"
    )
    registry.right("dossiers.focal", _l("Be told of dossiers about to be late, beside the head of the unit"), "focal")
    registry.right("dossiers.sign", _l("Sign apologies for late dossiers"), "leader", "head")
    warned = _l("Warnings that dossiers are about to be late")
    registry.round("dossier_warnings", warned, due_warning_jobs.warnings_round, hour="7", minute="40")
    registry.awaiting.append(apology_duties.awaiting)
    registry.figures.append(apology_duties.figures)
    registry.thing("apology", _l("Apology for a late dossier"), apologies.Apology, _apology_url)
    registry.workflows[APOLOGY.name] = APOLOGY
    say(APOLOGY)
    registry.layouts["apology"] = layouts.SLIP
    registry.public_lists.append(("public_apologies.index", _l("Public apologies"), apology_list.days_shown))
    registry.right("dossiers.publish", _l("Let everybody read the apologies that were given"), "quality", "leader")
    registry.thing("apology_list", _l("Public list of apologies"), apology_list.ApologyList, _list_url)


def _bring_limits(registry: Registry) -> None:
    """Limits of lateness, and the months beyond them, which open nonconformities by themselves."""
    from iso_qms.dossiers.promise import late_limit_jobs, late_limits

    registry.right("dossiers.limits", _l("Set how much lateness is borne"), "quality")
    judged = _l("Months with more lateness than the limits bear")
    registry.round("late_months", judged, late_limit_jobs.late_months_round, hour="7", minute="50")
    registry.thing("late_limit", _l("Limit of lateness"), late_limits.LateLimit, _limits_url)
    registry.thing("late_month", _l("Month beyond a limit of lateness"), late_limits.LateMonth, _late_month_url)
    registry.sources["late_month"] = _l("Month beyond a limit of lateness")


def _import_url(run: Any) -> str:
    from flask import g, url_for

    return url_for("dossiers.run", agency=g.agency.slug, number=run.id)


def _imports_url(_thing: Any) -> str:
    from flask import g, url_for

    return url_for("dossiers.imports", agency=g.agency.slug)


def _source_url(source: Any) -> str:
    from flask import g, url_for

    return url_for("dossiers.words", agency=g.agency.slug, number=source.id)


def _apology_url(apology: Any) -> str:
    from flask import g, url_for

    return url_for("dossiers.apology", agency=g.agency.slug, number=apology.id)


def _list_url(_list: Any) -> str:
    from flask import g, url_for

    return url_for("dossiers.apology_list", agency=g.agency.slug)


def _limits_url(_limit: Any) -> str:
    from flask import g, url_for

    return url_for("dossiers.limits", agency=g.agency.slug)


def _late_month_url(month: Any) -> str:
    from flask import g, url_for

    return url_for("dossiers.late_month", agency=g.agency.slug, number=month.id)


def _dossier_url(dossier: Any) -> str:
    from flask import g, url_for

    return url_for("dossiers.show", agency=g.agency.slug, number=dossier.id)


def _token_url(_token: Any) -> str:
    from flask import g, url_for

    return url_for("dossiers.tokens", agency=g.agency.slug)


def _weights_url(_rules: Any) -> str:
    from flask import g, url_for

    return url_for("dossiers.score_weights", agency=g.agency.slug)
