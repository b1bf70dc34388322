"""What a visitor does to have a procedure: upload a Word file, make the draft."""

import re
from io import BytesIO

import lxml.html

from iso_qms.clock import today
from tests.fixtures.places import PASSWORD
from tests.processes.files import word_file


def upload(client, *files, unit="Phòng Kinh tế"):
    """Read Word files ((content, name), …) on the page; answers the page that says what was read."""
    url = "/an-khe/processes/read-word-files"
    form = next(one for one in lxml.html.fromstring(client.get(url).text).forms if "unit" in one.fields)
    options = {one.text: one.get("value") for one in form.inputs["unit"].iter("option")}
    sent = {"csrf_token": form.fields["csrf_token"], "unit": options[unit]}
    given = [(BytesIO(content), name) for content, name in files]
    return client.post(url, data=sent | {"files": given}, content_type="multipart/form-data")


def make_drafts(client, page, **choices):
    """Press the button of that page; answers the page that says what became of each file."""
    form = next(one for one in lxml.html.fromstring(page.text).forms if (one.get("action") or "").endswith("drafts"))
    sent: dict = {}
    for name, value in form.form_values():
        sent.setdefault(name, []).append(value)
    return client.post(form.get("action"), data=sent | choices)


def bring_in(client, content=None, name="qt-07.docx"):
    """Make a draft from a Word file; answers the address of its editor."""
    made = make_drafts(client, upload(client, (content or word_file(), name)))
    assert made.status_code == 200, made.text
    return re.search(r'href="(/an-khe/processes/[^"]+/edit)"', made.text)[1]


def revision_at(edit):
    """The address of the revision whose editor stands at this address."""
    number, revision = re.search(r"/processes/([^/]+)/(\d+)/edit", edit).groups()
    return f"/an-khe/documents/{number}/revisions/{revision}"


def agreed(visitor, place, address):
    """The way of every revision up to its approval: reviewer and approver named, an opinion."""
    author = visitor("author")
    author.post_form(
        f"{address}/route",
        **{"places-0-post": str(place.posts["head_culture"]), "approver": str(place.posts["leader"])},
    )
    author.post_form(f"{address}/moves/submit")
    visitor("head_culture").post_form(f"{address}/opinion", opinion="agree", remark="Đủ, đúng.")


def approved(visitor, place, address):
    """The whole way: reviewed, and approved with a password."""
    agreed(visitor, place, address)
    done = visitor("leader").post_form(
        f"{address}/moves/approve", effective_on=today().isoformat(), own_password=PASSWORD
    )
    assert done.status_code == 200, done.text
