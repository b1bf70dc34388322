"""Word files nobody wished for, at each of the four doors: procedures and plain documents, coming in and coming back.

Tracked changes are read as accepted and told; comments stay in the file and are counted; macros are refused; old fonts
are put into Unicode with a preview; thousands of rows are read where they can be kept, else refused with a reason.
"""

from io import BytesIO

import lxml.html
import pytest
from docx import Document as Word
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from tests.documents.files import manual, saved
from tests.documents.pages.test_word_files import IN, brought_in, send
from tests.processes.files import TEXTS, word_file
from tests.processes.reading import build
from tests.processes.visits import bring_in, revision_at, upload

pytestmark = pytest.mark.one_database

DOORS = ("procedure comes in", "procedure comes back", "document comes in", "document comes back")
LINES = {"procedure": TEXTS["purpose"], "document": "Xã nằm bên sông."}


@pytest.fixture
def author(client, place):
    client.sign_in("author")
    return client


@pytest.fixture
def give(author):
    """Gives a file to a door after something was done to it; answers the page that says what was read."""

    def give(door, act=None, data=None):
        kind = door.split()[0]
        url = _back(author, kind) if door.endswith("back") else ""
        sound = author.get(f"{url}/word").data if url else word_file() if kind == "procedure" else manual()
        data = data(sound) if data else _changed(sound, act, LINES[kind])
        if url:
            return send(author, f"{url}/word-back", data)
        return upload(author, (data, "a.docx")) if kind == "procedure" else send(author, IN, data)

    return give


def _back(author, kind):
    return revision_at(bring_in(author)) if kind == "procedure" else brought_in(author)


def _changed(data, act, words):
    word = Word(BytesIO(data))
    act(word, next(one for one in word.paragraphs if one.text == words))
    return saved(word)


def track(word, paragraph):
    """Strike the words and insert others, with changes tracked."""
    for tag, text_tag, text in (("w:ins", "w:t", "Lời mới được chèn."), ("w:del", "w:delText", "Lời cũ đã xóa.")):
        change, run, words = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(text_tag)
        for name, value in (("id", "900"), ("author", "Người A"), ("date", "2026-03-02T08:00:00Z")):
            change.set(qn(f"w:{name}"), value)
        words.text = text
        run.append(words)
        change.append(run)
        paragraph._p.append(change)


def comment(word, paragraph):
    word.add_comment(paragraph.runs, text="Nên nói rõ hơn.", author="Người A", initials="A")


def old_font(word, paragraph):
    """Type a line in a font made before Unicode."""
    run = paragraph.runs[0]
    run.text, run.font.name = "X· n»m bªn s«ng, ®Êt rÊt tèt.", ".VnTime"
    for other in paragraph.runs[1:]:
        other.text = ""


def with_macros(data):
    import zipfile

    with zipfile.ZipFile(BytesIO(data)) as parts:
        return build.package({name: parts.read(name) for name in parts.namelist()} | {"word/vbaProject.bin": b"x"})


def words_of(page):
    return lxml.html.fromstring(page.text).find(".//main").text_content()


@pytest.mark.parametrize("door", DOORS)
def test_tracked_changes_are_read_as_accepted_and_told(give, door):
    page = give(door, track)
    assert page.status_code == 200
    assert "Tệp có theo dõi thay đổi." in words_of(page)
    assert "Lời cũ đã xóa." not in words_of(page)


@pytest.mark.parametrize("door", DOORS)
def test_comments_are_counted_and_stay_in_the_file(give, door):
    page = give(door, comment)
    assert page.status_code == 200
    assert "1 nhận xét" in words_of(page)


@pytest.mark.parametrize("door", DOORS)
def test_macros_are_refused_with_a_reason(give, door):
    assert "Tệp có macro." in give(door, data=with_macros).text


@pytest.mark.parametrize("door", DOORS)
def test_old_fonts_are_put_into_unicode_with_a_preview(give, door):
    page = give(door, old_font)
    assert page.status_code == 200
    assert ".VnTime" in words_of(page)
    assert "Xã nằm bên sông, đất rất tốt." in words_of(page)


def test_thousands_of_rows_are_a_table_of_a_document(author):
    rows = [["Mục tiêu", "Chỉ tiêu"], *([f"Hồ sơ loại {n}", "95 %"] for n in range(1, 5001))]
    url = brought_in(author, build.docx([build.cover(code="DM-1"), build.h("1. DANH MỤC"), build.table(rows)]))
    assert "<td>Hồ sơ loại 5000</td>" in author.get(url).text


def test_hundreds_of_rows_come_back_as_they_left(author):
    url = brought_in(author, manual(rows=400))
    data = author.get(f"{url}/word").data
    assert "Hồ sơ loại 399" in Word(BytesIO(data)).element.xml
    assert "Tệp nói đúng như dự thảo." in send(author, f"{url}/word-back", data).text


@pytest.mark.parametrize(("door", "count"), [(DOORS[0], 5000), (DOORS[1], 501)])
def test_thousands_of_steps_are_no_procedure(give, door, count):
    rows = [[str(n), f"Việc {n}", "Phòng Mẫu", "½ ngày"] for n in range(1, count + 1)]
    data = build.docx(build.procedure(steps_table=build.steps(*rows)))
    assert f"Bảng các bước có {count} dòng" in give(door, data=lambda _sound: data).text
