"""An agency's own layouts: tried before they are used, filled in a sandbox, versioned, and left in one press."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from iso_qms import blobs
from iso_qms.db import db, transaction
from iso_qms.i18n import speaking
from iso_qms.journal import history_of
from iso_qms.layouts import named, names_in
from iso_qms.layouts.operations import (
    BadLayout,
    add_layout,
    drawn_ours,
    filled,
    known_names,
    ours,
    try_layout,
    use_layout,
    use_ours,
    used,
    versions_of,
)
from iso_qms.layouts.saying import Saying
from iso_qms.organisation.agencies import Agency, choose
from iso_qms.organisation.people import Person
from iso_qms.registry import registry
from iso_qms.workflow import Forbidden, Incomplete


def template(*lines):
    """A Word template of these paragraphs."""
    word, file = Document(), BytesIO()
    for line in lines:
        word.add_paragraph(line)
    word.save(file)
    return file.getvalue()


def said(data):
    return [one.text for one in Document(BytesIO(data)).paragraphs]


@pytest.fixture
def quality(context, place):
    with transaction():
        choose(db.session.get(Agency, place.agency_id))
        yield db.session.get(Person, place.people["quality"])


GOOD = template("{{ title }}", "{%p for one in findings %}", "{{ one.number }}: {{ one.found }}", "{%p endfor %}")


def test_a_layout_is_filled_with_made_up_values_and_loses_no_sign(quality):
    trial = try_layout("minutes", GOOD)
    assert trial.unknown == []
    assert said(trial.file) == ["Kiểm tra giờ giấc & tiếp dân", "PH-01: Quầy số 2 không có người trực <08:15>"]


def test_unknown_names_are_listed(quality):
    assert try_layout("minutes", template("{{ titel }} {{ lead }} {{ findings[0].nubmer }}")).unknown == [
        "titel", "nubmer",
    ]  # fmt: skip
    assert {"title", "findings[].number", "facts[].label"} <= set(known_names("minutes"))


@pytest.mark.parametrize(
    "line",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ 'a' * 10 ** 10 }}",
        "{% if %}",
        "{{ title",
        "{% include '/etc/passwd' %}",
    ],
)
def test_a_layout_that_reaches_out_or_is_broken_is_refused_in_a_sentence(quality, line):
    with pytest.raises(BadLayout):
        try_layout("minutes", template(line))


def test_what_is_no_sound_word_file_is_refused(quality):
    word, file = Document(), BytesIO()
    word.part.relate_to("http://example.org/a.png", RELATIONSHIP_TYPE.IMAGE, is_external=True)
    word.save(file)
    for data in (b"khong phai Word", file.getvalue(), b"x" * (6 * 1024 * 1024)):
        with pytest.raises(BadLayout):
            try_layout("minutes", data)


def test_versions_are_kept_the_file_says_which_made_it_and_one_press_goes_back(quality):
    assert filled("minutes", dict) is None
    first = add_layout("minutes", GOOD, name="mau-1.docx", by=quality)
    second = add_layout("minutes", template("Lần hai: {{ code }}"), name="mau-2.docx", by=quality)
    db.session.flush()
    assert [one.number for one in versions_of("minutes")] == [2, 1]
    made = filled("minutes", registry.layouts["minutes"].sample)
    assert said(made) == ["Lần hai: KT-03/2026"]
    assert "mau-2.docx" in Document(BytesIO(made)).core_properties.comments
    use_layout(first, by=quality)
    assert used("minutes") is first
    use_ours("minutes", by=quality)
    assert filled("minutes", dict) is None
    with pytest.raises(Incomplete):
        use_ours("minutes", by=quality)
    assert "layout.left" in [one.verb for one in history_of(first, limit=9)]
    assert blobs.files_of(second)[0].name == "mau-2.docx"


def test_a_layout_that_fails_on_real_values_gives_way_to_ours(quality):
    add_layout("minutes", template("{{ 1 // findings|length }}"), name="mau.docx", by=quality)
    db.session.flush()
    assert filled("minutes", lambda: {"findings": []}) is None


def test_not_everybody_lays_out_papers(quality, place):
    with pytest.raises(Forbidden):
        add_layout("minutes", GOOD, name="a.docx", by=db.session.get(Person, place.people["author"]))
    with pytest.raises(Incomplete):
        add_layout("poster", GOOD, name="a.docx", by=quality)


def test_every_kind_names_what_it_is_filled_with(quality):
    assert set(registry.layouts) == {
        "minutes",
        "report",
        "notice",
        "conclusion",
        "decision",
        "nonconformity",
        "procedure",
        "document",
        "disposal",
        "acknowledgements",
        "apology",
    }
    for kind in registry.layouts.values():
        assert names_in(kind.sample())


def words_in(data):
    """The words of a file, a line for each paragraph that holds any, those of tables too."""
    paragraphs = Document(BytesIO(data)).element.body.iter(qn("w:p"))
    lines = ["".join(one.text or "" for one in p.iter(qn("w:t"))).strip() for p in paragraphs]
    return [line for line in lines if line]


@pytest.mark.one_database
def test_our_templates_are_what_the_code_draws_and_filled_they_say_what_our_papers_say(quality):
    for name, kind in registry.layouts.items():
        assert ours(name) == drawn_ours(name), f"templates/word/{name}.docx is stale: run `iso-qms layouts`"
        trial = try_layout(name, ours(name))
        assert not trial.is_wanting
        with speaking("vi"):
            assert words_in(trial.file) == words_in(kind.draw(Saying(kind.sample()))), name


@pytest.mark.one_database
def test_every_name_is_explained(quality):
    for name, kind in registry.layouts.items():
        assert not [one.tag for one in named(kind) if not one.meaning], name


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{{ title lead }}", "lead"),
        ("{% fi title %}", "fi"),
        ("{% for one in findings %}", "for"),
        ("{{ }}", "}}"),
    ],
)
@pytest.mark.one_database
def test_a_mistake_in_a_layout_is_named(quality, line, said):
    with pytest.raises(BadLayout, match=f"“{said}”|“.*{said}"):
        try_layout("minutes", template(line))


@pytest.mark.one_database
def test_a_layout_whose_relations_cannot_be_read_is_refused_in_a_sentence(quality):
    broken = BytesIO()
    with ZipFile(BytesIO(template("{{ title }}"))) as sound, ZipFile(broken, "w") as package:
        for name in sound.namelist():
            package.writestr(name, b"<Rel" if name == "word/_rels/document.xml.rels" else sound.read(name))
    with speaking("en"), pytest.raises(BadLayout, match="damaged"):
        try_layout("minutes", broken.getvalue())
