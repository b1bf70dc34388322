"""Writing the text of a draft: what is taken out leaves a trace."""

from iso_qms.db import db, transaction
from iso_qms.documents import operations, writing
from iso_qms.documents.models import Revision
from iso_qms.journal import history_of
from iso_qms.organisation.agencies import Agency, choose
from iso_qms.organisation.people import Person
from iso_qms.organisation.units import Unit


def test_a_paragraph_taken_out_of_a_draft_is_told_in_its_history(context, place):
    with transaction():
        choose(db.session.get(Agency, place.agency_id))
        author, unit = db.session.get(Person, place.people["author"]), db.session.get(Unit, place.units["economy"])
        document = operations.register_document("policy", code="CS-1", title="Chính sách", unit=unit, by=author)
        revision = operations.start_revision(document, by=author)
        written = [{"block": 0, "heading": word, "text": word} for word in ("một", "hai", "ba")]
        writing.write_text(revision, written, by=author, edits=0)
        number = revision.id
    with transaction():
        choose(db.session.get(Agency, place.agency_id))
        author, revision = db.session.get(Person, place.people["author"]), db.session.get(Revision, number)
        left = [{"block": one.block_id, **one.content} for one in revision.blocks if one.content["heading"] != "hai"]
        writing.write_text(revision, left, by=author, edits=1)
    choose(db.session.get(Agency, place.agency_id))
    revision = db.session.get(Revision, number)
    assert [one.content["heading"] for one in revision.blocks] == ["một", "ba"]
    assert [one.position for one in revision.blocks] == [0, 1]
    assert history_of(revision)[0].verb == "revision.edited"
