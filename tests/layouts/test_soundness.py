"""What a layout may hold: nothing that fetches, starts or carries along, in the template or in what is made of it."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from iso_qms.i18n import speaking
from iso_qms.layouts.operations import add_layout, filled, try_layout
from iso_qms.layouts.soundness import BadLayout, demand_closed
from iso_qms.registry import registry
from tests.layouts.test_operations import quality, template

__all__ = ["quality"]
RELATIONS = "word/_rels/document.xml.rels"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def with_part(name, change, lines=("{{ title }}",)):
    made = BytesIO()
    with ZipFile(BytesIO(template(*lines))) as sound, ZipFile(made, "w", ZIP_DEFLATED) as package:
        for one in sound.namelist():
            package.writestr(one, change(sound.read(one)) if one == name else sound.read(one))
    return made.getvalue()


def related(kind, target, mode="TargetMode='External'"):
    one = f"<Relationship Id='rId99' Type='{OFFICE}/{kind}' Target='{target}' {mode}/></Relationships>"
    return with_part(RELATIONS, lambda was: was.replace(b"</Relationships>", one.encode()))


def with_field(xml):
    more = f"<w:p>{xml}</w:p><w:sectPr".encode()
    return with_part("word/document.xml", lambda was: was.replace(b"<w:sectPr", more, 1))


def code(*texts):
    mark = "<w:r><w:fldChar w:fldCharType='begin'/></w:r>"
    asked = "".join(f"<w:r><w:instrText>{one}</w:instrText></w:r>" for one in texts)
    return mark + asked + mark.replace("begin", "end")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (related("image", "http://example.org/a.png"), "fetches"),
        (related("attachedTemplate", "file:///a.dotm"), "fetches"),
        (related("hyperlink", "file:///etc/passwd"), "links to file:///etc/passwd"),
        (related("hyperlink", " JavaScript:alert(1)"), "links to JavaScript"),
        (related("oleObject", "embeddings/a.bin", ""), "carries"),
        (related("aFChunk", "a.html", ""), "carries"),
        (with_field(code(' DDE', 'AUTO cmd')), "DDEAUTO"),
        (with_field(code(' includetext "/etc/passwd"')), "INCLUDETEXT"),
        (with_field("<w:fldSimple w:instr=' INCLUDEPICTURE \"http://a\"'/>"), "INCLUDEPICTURE"),
        (with_part("word/styles.xml", lambda was: was[:90]), "damaged"),
    ],
)  # fmt: skip
def test_what_reaches_out_of_a_file_is_named(data, said):
    with speaking("en"), pytest.raises(BadLayout, match=said):
        demand_closed(data)


def test_links_to_the_web_and_the_usual_fields_are_let_through():
    demand_closed(related("hyperlink", "https://example.org/"))
    demand_closed(with_field(code(" PAGE ") + code(" REF linked ") + code(' HYPERLINK "https://example.org/" ')))


@pytest.mark.one_database
def test_a_field_that_only_the_filling_makes_is_found_too(quality):
    hidden = with_field(code("{{ 'DDE' }}{{ 'AUTO' }} cmd"))
    demand_closed(hidden)
    with speaking("en"), pytest.raises(BadLayout, match="DDEAUTO"):
        try_layout("minutes", hidden)
    add_layout("minutes", hidden, name="a.docx", by=quality)
    assert filled("minutes", registry.layouts["minutes"].sample) is None, "the paper is drawn as ours instead"


@pytest.mark.one_database
def test_a_layout_without_any_name_is_not_used_and_what_is_left_out_is_told(quality):
    blank = try_layout("minutes", template("Always the same"))
    assert blank.is_blank and blank.is_wanting
    some = try_layout("minutes", template("{{ title }} {{ code }}"))
    assert not some.is_wanting and "findings" in some.unused and "title" not in some.unused


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{% include 'a' %}", "another template"),
        ("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}", "too long"),
        ("{{ 1 // 0 }}", "Look where"),
    ],
)
@pytest.mark.one_database
def test_no_failure_is_told_in_the_words_of_a_program(quality, line, said):
    with speaking("en"), pytest.raises(BadLayout, match=said) as caught:
        try_layout("minutes", template(line))
    assert "Error" not in str(caught.value)
