"""Who reads what of others' readings: the owner, the quality team, leaders, and heads of their own units."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from iso_qms.clock import today
from iso_qms.documents import operations
from iso_qms.documents.acknowledgement import acknowledging
from iso_qms.documents.acknowledgement.acknowledging import acknowledge, duty_of
from iso_qms.documents.acknowledgement.briefing import Presence, record_briefing
from iso_qms.documents.acknowledgement.objecting import answer_objection, object_to

pytestmark = pytest.mark.one_database

ROOM = "/an-khe/documents"
REMARK, REASON, ANSWER, NOTE = "Zaremark", "Zareason", "Zaanswer", "Zanote"
"""What the centre's clerk remarked; what one of the land team cannot apply, the answer; how the centre was briefed."""
ALL = {REMARK, REASON, ANSWER, NOTE}


def fill(shelf):
    """A text owned by the head of culture, which the centre and the land team, a part of economy, work by."""
    document = operations.register_document(
        "procedure",
        code="QT-07",
        title="Quy trình QT-07",
        unit=shelf.unit("culture"),
        owner_post=shelf.post("head_culture"),
        by=shelf.person("quality"),
    )
    given = [(shelf.post(one), "") for one in ("head_centre", "staff", "clerk")]
    acknowledging.distribute(document, given, by=shelf.person("quality"))
    revision = shelf.in_force(document, reviewers=(("head_economy", 1),))
    acknowledge(duty_of(revision, shelf.person("staff")), by=shelf.person("staff"), remark=REMARK)
    asked = object_to(duty_of(revision, shelf.person("clerk")), by=shelf.person("clerk"), because=REASON)
    answer_objection(asked, by=shelf.person("head_culture"), text=ANSWER)
    acknowledge(duty_of(revision, shelf.person("head_centre")), by=shelf.person("head_centre"))
    there = {shelf.place.people["staff"]: Presence(True)}
    how = {"held_on": today(), "method": "meeting", "note": NOTE}
    record_briefing(revision, shelf.unit("centre"), there, by=shelf.person("head_centre"), **how)
    return revision


@pytest.fixture
def address(stock):
    return stock(fill)


def said(answer) -> str:
    """What an answer says, the texts inside Word and Excel files too."""
    if not answer.data.startswith(b"PK"):
        return answer.data.decode(errors="replace")
    with ZipFile(BytesIO(answer.data)) as parts:
        return " ".join(parts.read(name).decode(errors="replace") for name in parts.namelist())


def pages(address, place):
    """Every page and file that tells of readings, but for the reader's own."""
    document = address.split("/")[3]
    histories = [f"/an-khe/history/{kind}/1" for kind in ("revision", "document", "objection", "briefing")]
    lists = [f"{ROOM}/acknowledgements{end}" for end in ("", ".xlsx", f"?document={document}")]
    proofs = [f"{address}/acknowledgements.{end}" for end in ("docx", "xlsx")]
    briefings = [f"{address}/briefing/{place.units[unit]}" for unit in ("centre", "economy")]
    shown = [address, address.partition("/revisions")[0], f"{ROOM}/objections/1"]
    return [*shown, *lists, *proofs, *briefings, *histories, "/an-khe/journal", "/an-khe/journal.xlsx"]


READS: dict[str, set[str]] = {
    "leader": ALL,
    "admin": ALL,
    "head_culture": ALL,
    "head_centre": {REMARK, NOTE},
    "head_economy": {REASON, ANSWER},
    "clerk": {REASON, ANSWER},
    "author": set(),
}


def test_each_reads_of_others_only_what_is_theirs_to_know(address, visitor, place):
    for login, reads in READS.items():
        answers = {url: visitor(login).get(url) for url in pages(address, place)}
        found = {word: [url for url, one in answers.items() if word in said(one)] for word in ALL}
        assert {word for word, urls in found.items() if urls} == reads, (login, found)
        # What is not theirs is not there, and no page they may open leads to it.
        gone = [url for url, one in answers.items() if one.status_code in (403, 404)]
        seen = " ".join(said(one) for one in answers.values() if one.status_code == 200)
        assert not [url for url in gone if f'href="{url}' in seen.replace("/1-qt-07", "/1")], login


def test_what_one_may_not_see_is_not_there(address, visitor, place):
    def told(login, *urls):
        return [visitor(login).get(url).status_code for url in urls]

    proof = f"{address}/acknowledgements.docx"
    of_unit = f"{ROOM}/acknowledgements?unit={place.units['centre']}"
    briefing = f"{address}/briefing/{place.units['centre']}"
    about = f"{ROOM}/acknowledgements.xlsx?document=1"
    assert told("author", proof, of_unit, briefing, about, f"{ROOM}/objections/1") == [404] * 5
    assert told("staff", proof, of_unit, briefing, f"{ROOM}/objections/1") == [404] * 4
    assert told("head_economy", proof, of_unit, briefing, about, f"{ROOM}/objections/1") == [200, 404, 404, 200, 200]
    assert told("head_centre", proof, of_unit, briefing, about, f"{ROOM}/objections/1") == [200, 200, 200, 200, 404]


def test_the_proof_of_a_part_says_that_it_is_a_part(address, visitor):
    import docx

    def lines(login):
        file = docx.Document(BytesIO(visitor(login).get(f"{address}/acknowledgements.docx").data))
        return " ".join(one.text for one in file.paragraphs)

    assert "Phạm vi" not in lines("leader") and "2 trên 3 người" in lines("leader")
    assert "Phạm vi: chỉ Trung tâm Phục vụ hành chính công" in lines("head_centre")
    assert "2 trên 2 người" in lines("head_centre")


def test_a_paper_handed_in_with_ones_word_is_read_by_whoever_may_read_the_word(stock, visitor, words):
    address = stock("in_force", "staff", "clerk")
    visitor("clerk").post_form(f"{address}/acknowledge", outcome="cannot", because=REASON, files=paper("Zaphoto.txt"))
    visitor("staff").post_form(f"{address}/acknowledge", remark=REMARK, files=paper("Zascan.txt"))
    asked, coverage = f"{ROOM}/objections/1", f"{ROOM}/acknowledgements"
    for login, reads in (("quality", {"Zaphoto", "Zascan"}), ("head_centre", {"Zascan"}), ("author", set())):
        shown = " ".join(words(visitor(login).get(url)) for url in (address, coverage, asked))
        assert {one for one in ("Zaphoto", "Zascan") if one in shown} == reads
        assert [visitor(login).get(f"/an-khe/files/{number}").status_code for number in (1, 2)] == [
            200 if one in reads else 404 for one in ("Zaphoto", "Zascan")
        ]


def paper(name):
    return BytesIO(b"a paper"), name


def test_ones_own_word_is_listed_for_oneself(address, visitor, words):
    page = visitor("staff").get(f"{ROOM}/acknowledgements")
    own = words(page)
    assert "?unit=" not in page.text and "Những gì đã xác nhận" in own
    assert "Đặng Văn Viên" in own and REMARK in own and "Tạ Văn Địa" not in own
