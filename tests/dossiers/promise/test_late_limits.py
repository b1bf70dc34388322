"""How much lateness is borne: the most particular limit holds, and a month beyond it is judged once."""

from collections import namedtuple
from datetime import date

import lxml.html
import pytest
import time_machine

from iso_qms.blobs import files_of
from iso_qms.db import db, transaction
from iso_qms.documents.models import Document, Revision
from iso_qms.dossiers.promise import limiting
from iso_qms.dossiers.promise.late_limit_jobs import late_months_round
from iso_qms.dossiers.promise.late_limits import LateLimit, LateMonth, is_crossed, limit_for
from iso_qms.improvement.models import Nonconformity
from iso_qms.organisation.agencies import Agency, choose
from iso_qms.organisation.people import Person
from iso_qms.organisation.units import Unit
from iso_qms.outbox import Letter
from iso_qms.workflow import Forbidden, Incomplete, WrongState
from tests.documents.conftest import Shelf
from tests.dossiers.conftest import limited, row, write_file
from tests.dossiers.test_jobs import bring_in

One = namedtuple("One", "document_id unit_id")


def test_the_most_particular_limit_holds():
    everywhere, unit, procedure, both = One(None, None), One(None, 4), One(7, None), One(7, 4)
    limits = [everywhere, unit, procedure, both]
    assert limit_for(limits, document_id=7, unit_id=4) is both
    assert limit_for(limits, document_id=7, unit_id=5) is procedure
    assert limit_for(limits, document_id=8, unit_id=4) is unit
    assert limit_for(limits, document_id=8, unit_id=5) is everywhere
    assert limit_for([both], document_id=8, unit_id=4) is None
    assert limit_for([unit, procedure], document_id=7, unit_id=4) is procedure


def test_exactly_as_many_are_borne_and_few_dossiers_say_nothing():
    assert not is_crossed(late=1, closed=10, percent=10, least=10)
    assert is_crossed(late=2, closed=10, percent=10, least=10)
    assert not is_crossed(late=9, closed=9, percent=10, least=10)
    assert is_crossed(late=1, closed=1000, percent=0, least=1)
    assert not is_crossed(late=0, closed=0, percent=0, least=0)
    assert not is_crossed(late=1, closed=3, percent=34, least=1) and is_crossed(late=1, closed=3, percent=33, least=1)


def test_a_month_beyond_its_limit_opens_one_nonconformity_against_the_process(app, place, procedure, client, tmp_path):
    late = [row(f"LATE-{n}", "03/08/2026 08:00", "20/08/2026") for n in range(3)]
    kept = [row(f"KEPT-{n}", "03/08/2026 08:00", "05/08/2026") for n in range(2)]
    other = [row("CULTURE", "03/08/2026 08:00", "20/08/2026", deciding_unit="VHXH"),
             row("JULY", "03/08/2026 08:00", "01/09/2026")]  # fmt: skip
    with time_machine.travel("2026-09-04T08:00+07:00", tick=False):
        bring_in(app, place, write_file(tmp_path / "a.csv", *late, *kept, *other))
        with app.app_context(), transaction():
            choose(db.session.get(Agency, place.agency_id))
            quality, economy = (
                db.session.get(Person, place.people["quality"]),
                db.session.get(Unit, place.units["economy"]),
            )
            with pytest.raises(Forbidden):
                limiting.set_limit(
                    document=None, unit=None, percent=10, least=1, by=db.session.get(Person, place.people["leader"])
                )
            for percent, least in ((100, 1), (-1, 1), (None, 1), (10, 0), (10, None)):
                with pytest.raises(Incomplete):
                    limiting.set_limit(document=None, unit=None, percent=percent, least=least, by=quality)
            wide = limiting.set_limit(document=None, unit=None, percent=50, least=2, by=quality)
            document = db.session.get(Document, procedure)
            close = limiting.set_limit(document=document, unit=economy, percent=90, least=1, by=quality)
            assert limiting.set_limit(document=document, unit=economy, percent=20, least=5, by=quality) is close
            assert wide.judge_from == close.judge_from == date(2026, 8, 1)
            limited(Shelf(place), document, 4, on=date(2026, 9, 5))
        assert walked(app) == 0, "the files of the last days may still come in until the fifth"
    with time_machine.travel("2026-09-07T08:00+07:00", tick=False):
        assert walked(app) == 2 and walked(app) == 0
        with app.app_context(), transaction():
            choose(db.session.get(Agency, place.agency_id))
            (month,), (one,) = db.session.query(LateMonth).all(), db.session.query(Nonconformity).all()
            assert (month.closed, month.late, month.share, month.limit_id) == (5, 3, 60.0, 2)
            assert month.codes == ["LATE-0", "LATE-1", "LATE-2"] and month.nonconformity is one
            assert (one.source_kind, one.source_id, one.document_id) == ("late_month", month.id, procedure)
            assert db.session.get(Revision, one.revision_id).valid_from == date(2026, 8, 17), (
                "the last one of that month, not the one of today"
            )
            assert one.unit_id == db.session.get(Document, procedure).unit_id and one.opened_by.is_clock
            assert "3/5" in one.title and "LATE-2" in one.description and [file.name for file in files_of(one)]
            quality = db.session.get(Person, place.people["quality"])
            limiting.end_limit(db.session.get(LateLimit, 1), by=quality)
            with pytest.raises(WrongState):
                limiting.end_limit(db.session.get(LateLimit, 1), by=quality)
        client.sign_in("quality")
        listed = text_of(client.get("/an-khe/dossiers/limits"))
        assert "08/2026" in listed and "3/5" in listed and "90 %" not in listed
        seen = client.get("/an-khe/dossiers/late-months/1").text
        assert "LATE-1" in seen and "CULTURE" not in seen and "/improvement/nonconformities/1" in seen
        assert "/dossiers/late-months/1" in client.get("/an-khe/improvement/nonconformities/1").text
        assert client.post_form("/an-khe/dossiers/limits/new", percent="15", least="3").status_code == 200


def test_a_month_is_judged_again_by_the_limit_of_then_when_its_dossiers_change(app, place, procedure, client, tmp_path):
    late = [row(f"LATE-{n}", "03/08/2026 08:00", "20/08/2026") for n in range(2)]
    kept = [row(f"KEPT-{n}", "03/08/2026 08:00", "05/08/2026") for n in range(2)]
    culture = [row(f"CULTURE-{n}", "03/08/2026 08:00", "20/08/2026" if n else "05/08/2026", deciding_unit="VHXH")
               for n in range(2)]  # fmt: skip
    with time_machine.travel("2026-09-07T08:00+07:00", tick=False):
        bring_in(app, place, write_file(tmp_path / "a.csv", *late, *kept, *culture))
        limited_by(app, place, percent=50, least=4)
        assert walked(app) == 1 and noted(app, place) == []  # Half of them late is exactly what it bears.
    with time_machine.travel("2026-09-08T08:00+07:00", tick=False):
        bring_in(app, place, write_file(tmp_path / "b.csv", row("LATE-2", "03/08/2026 08:00", "21/08/2026")))
        limited_by(app, place, percent=10, least=1)
        # One more opens it, by the limit that judged the month; what the new limit would not bear of culture does not.
        assert walked(app) == 1 and noted(app, place) == [(5, 3, 5, 3, True)] and walked(app) == 0
    with time_machine.travel("2026-09-09T08:00+07:00", tick=False):
        bring_in(app, place, write_file(tmp_path / "c.csv", row("LATE-0", "03/08/2026 08:00", "05/08/2026")))
        client.sign_in("quality")
        listed = client.get("/an-khe/dossiers/limits")
        assert "2/5" in text_of(listed) and "3/5" in text_of(listed)  # The page asks the dossiers, not the round.
        assert walked(app) == 1 and noted(app, place) == [(5, 3, 5, 2, False)] and walked(app) == 0
        month, opened = text_of(client.get("/an-khe/dossiers/late-months/1")), "/an-khe/improvement/nonconformities/1"
        assert "Không còn vượt ngưỡng" in month and "Không còn quá hạn" in month and "LATE-0" in month
        with app.app_context(), transaction():
            choose(db.session.get(Agency, place.agency_id))
            one = db.session.query(Nonconformity).one()
            assert one.state == "open" and len(files_of(one)) == 2
            letters = [letter.subject for letter in db.session.query(Letter) if letter.name == CHANGED]
            assert letters and one.code in letters[0]
        said = text_of(client.get(opened))
        assert "2/5" in said and "3/5" in said and "ngưỡng cho phép" in said


CHANGED = "nonconformity_source_changed"


def limited_by(app, place, *, percent, least):
    with app.app_context(), transaction():
        choose(db.session.get(Agency, place.agency_id))
        by = db.session.get(Person, place.people["quality"])
        limiting.set_limit(document=None, unit=None, percent=percent, least=least, by=by)


def noted(app, place):
    with app.app_context(), transaction():
        choose(db.session.get(Agency, place.agency_id))
        return [(one.closed, one.late, one.closed_since, one.late_since, one.is_beyond)
                for one in db.session.query(LateMonth)]  # fmt: skip


def text_of(answer):
    return " ".join(lxml.html.fromstring(answer.data).text_content().split())


def walked(app):
    with app.app_context():
        return late_months_round()
