"""Papers of a word that were kept with the revision by earlier versions of the system."""

from importlib import import_module

from iso_qms.blobs import attach_bytes
from iso_qms.db import db
from iso_qms.documents.acknowledgement.acknowledging import acknowledge, duty_of
from iso_qms.documents.acknowledgement.objecting import answer_objection, object_to
from iso_qms.journal import write

step = import_module("iso_qms.migrations.versions.0056_papers_of_a_word")


def test_papers_that_came_with_a_word_are_told_from_what_hangs_on_the_revision(shelf):
    revision = shelf.at("in_force", "staff", "clerk")
    staff, clerk, owner = (shelf.person(one) for one in ("staff", "clerk", "head_economy"))

    def paper(name, by):
        return attach_bytes(revision, b"%PDF-1.4 " + name.encode(), name=name, by=by).id

    duty = duty_of(revision, staff)
    acknowledge(duty, by=staff)
    first, second = paper("a.pdf", staff), paper("b.pdf", staff)
    asked = object_to(duty_of(revision, clerk), by=clerk, because="Thiếu mẫu")
    third = paper("c.pdf", clerk)
    answer_objection(asked, by=owner, text="Đã gửi mẫu")
    fourth = paper("d.pdf", owner)
    write(revision, "revision.edited", by=clerk)
    paper("e.pdf", clerk)
    paper("f.pdf", shelf.person("author"))
    db.session.flush()
    assert sorted(step.homes(db.session.connection())) == [
        (first, "acknowledgement", duty.id),
        (second, "acknowledgement", duty.id),
        (third, "objection", asked.id),
        (fourth, "objection", asked.id),
    ]
