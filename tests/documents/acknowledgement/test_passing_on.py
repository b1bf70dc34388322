"""Readers of a unit that ended: whoever takes over reads, and what was acknowledged stays where it was."""

import pytest

from iso_qms.clock import today
from iso_qms.db import db
from iso_qms.documents.acknowledgement import acknowledging
from iso_qms.documents.acknowledgement.passing_on import heir_of, pass_on, readers_that_end
from iso_qms.documents.models import Acknowledgement, Distribution
from iso_qms.organisation.people import Post
from iso_qms.workflow import Forbidden


def post(shelf, login):
    return db.session.get_one(Post, shelf.place.posts[login])


def given(document):
    rows = db.session.query(Distribution).filter_by(document_id=document.id, ended_on=None)
    return {one.post_id for one in rows}


def test_the_heads_post_passes_to_the_heads_and_others_by_their_title_alone(shelf):
    among = [post(shelf, "head_economy"), post(shelf, "author")]
    assert heir_of(post(shelf, "head_centre"), among) == among[0]
    assert heir_of(Post(title="chuyên  viên SOẠN thảo"), among) == among[1]
    assert heir_of(Post(title="Văn thư"), among) is None
    twins = [Post(title="Chuyên viên"), Post(title="Chuyên viên")]
    assert heir_of(Post(title="Chuyên viên"), twins) is None, "of two nobody but a person can tell"


def test_the_new_post_reads_and_the_old_ones_duty_stays_a_record(shelf):
    document = shelf.in_force(shelf.document(readers=("staff", "head_centre"))).document
    duty = acknowledging.duty_of(document.revision_on(today()), shelf.person("staff"))
    acknowledging.acknowledge(duty, by=shelf.person("staff"))
    quality = shelf.person("quality")
    readers = readers_that_end([shelf.unit("centre")], shelf.unit("economy"))
    assert [(one.post, one.documents, one.heir) for one in readers] == [
        (post(shelf, "head_centre"), 1, post(shelf, "head_economy")),
        (post(shelf, "staff"), 1, None),
    ]
    heirs = {shelf.place.posts["head_centre"]: post(shelf, "head_economy"), shelf.place.posts["staff"]: None}
    with pytest.raises(Forbidden):
        pass_on(heirs, by=shelf.person("staff"))
    assert pass_on(heirs, by=quality) == 1
    assert given(document) == {shelf.place.posts["head_economy"]}
    duties = {one.person_id: one for one in db.session.query(Acknowledgement)}
    assert duties[shelf.place.people["staff"]].acknowledged_at, "never moved"
    assert duties[shelf.place.people["head_economy"]].acknowledged_at is None
    assert pass_on(heirs, by=quality) == 0, "nothing is passed on twice"
