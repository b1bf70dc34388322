"""What the words of a source mean: asked for those that mean nothing here, and shown as it was said so far."""

from __future__ import annotations

from typing import Any

from flask import flash, render_template, url_for

from iso_qms.dossiers.due.reckonings import of_source
from iso_qms.dossiers.incoming.import_forms import WordsForm, chosen_words
from iso_qms.dossiers.incoming.saying import map_again, say_words
from iso_qms.dossiers.incoming.source_words import LABELS, LEAVES, choices_for, said_words, strange_words
from iso_qms.dossiers.models import KINDS, DossierSource
from iso_qms.dossiers.room import room
from iso_qms.i18n import ngettext
from iso_qms.journal import history_of
from iso_qms.rounds import are_walked
from iso_qms.web import back_to, find, here, signed_in


@room.route("/sources/<int:number>/words", methods=["GET", "POST"], needs="dossiers.import")
def words(number: int) -> Any:
    """The words of a source that mean nothing here, each with what it most likely means; and those said so far."""
    source, form = find(DossierSource, number), WordsForm()
    choices = choices_for(source.kind)
    if form.validate_on_submit():
        with form.refusals():
            new = say_words(source, chosen_words(choices), by=signed_in(), choices=choices)
            run = map_again(source, new, by=signed_in()) if form.again.data else None
            many = sum(len(said) for said in new.values())
            flash(ngettext("%(num)s word was said.", "%(num)s words were said.", many))
            if run is not None:
                return back_to(url_for("dossiers.run", agency=here().slug, number=run.id))
            return back_to(url_for("dossiers.words", agency=here().slug, number=number))
    reckoning = of_source(source.name, source.kind)
    waits = reckoning is not None and reckoning.finished_at is None
    return render_template(
        "dossiers/words.html",
        source=source,
        form=form,
        strange=strange_words(source, choices),
        meant=said_words(source),
        choices=choices,
        labels=LABELS,
        leaves=LEAVES,
        kinds=KINDS,
        reckoning=reckoning,
        mapped=[word for kind in LABELS for word in reckoning.facts.get(kind, ())] if reckoning else [],
        is_stopped=waits and not are_walked(),
        history=history_of(source),
    ), form.status
