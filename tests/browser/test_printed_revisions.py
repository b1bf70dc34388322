"""A revision on paper: every sheet says by itself which document it belongs to, and which page of how many it is."""

import shutil
import subprocess

import pytest

from iso_qms.clock import today
from iso_qms.db import transaction
from tests.documents.conftest import Shelf


@pytest.fixture
def printed(visit, live_house, tmp_path):
    """Fills the shelf and prints the revision it gives; answers the text of each sheet."""
    if not shutil.which("pdftotext"):
        pytest.skip("no pdftotext (Debian: poppler-utils)")

    def printed(fill):
        with live_house.app.app_context(), transaction():
            revision = fill(Shelf(live_house.told["place"]))
            address = f"/an-khe/documents/{revision.document_id}/revisions/{revision.number}/print"
        page = visit("author")
        page.goto(address)
        page.pdf(path=tmp_path / "a.pdf", prefer_css_page_size=True)
        text = subprocess.run(["pdftotext", "-layout", tmp_path / "a.pdf", "-"], capture_output=True, check=True)
        return text.stdout.decode().rstrip("\f").split("\f")

    return printed


LONG = "\n".join(f"Dòng {n}: làm đúng thời hạn, ghi vào sổ theo dõi." for n in range(90))


def test_every_sheet_carries_code_issue_effective_day_and_page(printed):
    sheets = printed(lambda shelf: shelf.in_force(shelf.document('QT "07"/CX'), text=LONG))
    assert len(sheets) > 2
    for number, sheet in enumerate(sheets, start=1):
        foot = " ".join(sheet.strip().splitlines()[-1].split())
        assert 'QT "07"/CX' in foot and "Lần ban hành: 01" in foot, foot
        assert f"Hiệu lực từ: {today():%d/%m/%Y}" in foot and f"Trang {number}/{len(sheets)}" in foot, foot


def test_a_draft_prints_dots_where_no_day_is_known(printed):
    (sheet,) = printed(lambda shelf: shelf.draft())
    assert "Hiệu lực từ: …/…/……" in sheet and "Ngày ban hành: …/…/……" in sheet
