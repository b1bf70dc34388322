"""The story of the postings: one at the counter that still shows the old issue, one on a website that follows."""

from __future__ import annotations

from base64 import b64decode
from io import BytesIO

from werkzeug.datastructures import FileStorage

from iso_qms.clock import today
from iso_qms.demo.story import Diary, Story, on
from iso_qms.documents.posted import posting

DIARY: Diary = []
PIXEL = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
"""The smallest picture there is, in the place of a photo."""


@on(DIARY, -90, "15:20")
def two_places_are_recorded(story: Story) -> None:
    """Of QT-07: on the notice board of the centre, and on the website of the commune."""
    places = (("board", "Bảng tin tại sảnh Trung tâm, tầng 1", ""), ("website", "https://vankhe.example/thu-tuc", "x"))
    for medium, place, named in places:
        story.things["posting", medium] = posting.post(
            story.documents["QT-07"],
            by=story.people["laikt"],
            unit=story.posts["giam-doc"].unit,
            medium=medium,
            place=place,
            posted_on=today(),
            cites="Luật Hộ tịch số 60/2014/QH13" if named else "",
        )


@on(DIARY, -12, "16:05")
def the_website_follows(story: Story) -> None:
    """The board in the hall still waits."""
    one = story.things["posting", "website"]
    posting.renew(one, by=story.people["laikt"], posted_on=today(), cites=one.cites)


@on(DIARY, -8, "10:10")
def a_leaflet_has_words_of_its_own(story: Story) -> None:
    """It lies at the counter and was read for the law it names; the photo beside it could not be."""
    from docx import Document  # Heavy, and only wanted here.

    leaflet, file = Document(), BytesIO()
    leaflet.add_paragraph("Cần biết khi xin xác nhận tình trạng hôn nhân, theo Luật Hộ tịch số 60/2014/QH13.")
    leaflet.save(file)
    story.things["posting", "counter"] = posting.post(
        story.documents["QT-07"],
        by=story.people["laikt"],
        unit=story.posts["giam-doc"].unit,
        medium="counter",
        place="Tờ rơi tại quầy Hộ tịch",
        posted_on=today(),
        files=[
            FileStorage(BytesIO(file.getvalue()), filename="Tờ rơi tình trạng hôn nhân.docx"),
            FileStorage(BytesIO(PIXEL), filename="Ảnh quầy.png"),
        ],
    )
