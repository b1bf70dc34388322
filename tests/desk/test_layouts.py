"""The page of layouts: what is wrong is named, what is right is used, and one press goes back."""

from io import BytesIO

import lxml.html
import pytest
from docx import Document

from tests.layouts.test_operations import GOOD, template

PAGE = "/an-khe/layouts"


@pytest.fixture
def quality(client, place):
    client.sign_in("quality")
    return client


def try_(client, data, kind="minutes"):
    page = f"{PAGE}/{kind}"
    form = next(one for one in lxml.html.fromstring(client.get(page).text).forms if "file" in one.fields)
    sent = {"csrf_token": form.fields["csrf_token"], "file": (BytesIO(data), "mau.docx")}
    return client.post(f"{page}/try", data=sent, content_type="multipart/form-data")


def press(client, page, end):
    form = next(one for one in lxml.html.fromstring(page.text).forms if (one.get("action") or "").endswith(end))
    return client.post(form.get("action"), data=dict(form.form_values()), follow_redirects=True)


def test_a_layout_is_tried_used_and_left_again(quality):
    assert "Mẫu của hệ thống" in quality.get(PAGE).text
    wrong = try_(quality, template("{{ titel }}"))
    assert "titel" in wrong.text and "{{ one.number }}" in wrong.text
    right = try_(quality, GOOD)
    assert "Mọi tên trong mẫu đều dùng được." in right.text
    assert "mẫu lần 1" not in right.text, "nothing is used before it is pressed"
    filled = press(quality, right, "/layouts/filled")
    assert "Kiểm tra giờ giấc & tiếp dân" in [one.text for one in Document(BytesIO(filled.data)).paragraphs]
    page = press(quality, right, "/layouts/use")
    assert "Từ nay dùng: Biên bản kiểm tra, mẫu lần 1." in page.text
    again = press(quality, page, "/minutes/ours")
    assert "Từ nay dùng mẫu của hệ thống: Biên bản kiểm tra." in again.text
    assert "Từ nay dùng: Biên bản kiểm tra, mẫu lần 1." in press(quality, again, "/1/use").text


def test_our_template_is_downloaded_changed_and_brought_back(quality):
    ours = quality.get(f"{PAGE}/decision/ours.docx").data
    word, file = Document(BytesIO(ours)), BytesIO()
    word.add_paragraph("Bản của xã.")
    word.save(file)
    page = press(quality, try_(quality, file.getvalue(), "decision"), "/layouts/use")
    assert "Từ nay dùng: Quyết định ban hành, mẫu lần 1." in page.text
    assert quality.get(f"{PAGE}/poster").status_code == 404
    assert quality.get(f"{PAGE}/poster/ours.docx").status_code == 404


def test_a_file_nobody_tried_is_not_used_and_a_bad_one_is_refused(quality):
    assert try_(quality, b"khong phai Word").status_code == 422
    assert try_(quality, b"").status_code == 422
    form = next(one for one in lxml.html.fromstring(quality.get(f"{PAGE}/minutes").text).forms if "file" in one.fields)
    refused = quality.post(f"{PAGE}/use", data={"csrf_token": form.fields["csrf_token"], "token": "forged"})
    assert "Cần chọn lại tệp này." in refused.text
    wrong = try_(quality, template("{{ titel }}"))
    token = lxml.html.fromstring(wrong.text).xpath("//input[@name='token']/@value")[0]
    used = quality.post(f"{PAGE}/use", data={"csrf_token": form.fields["csrf_token"], "token": token})
    assert "Chưa dùng được mẫu này" in used.text


def test_staff_do_not_see_it(client, place):
    client.sign_in("staff")
    assert client.get(PAGE).status_code == 403
