"""One's own unit, one tap away on every list that a unit narrows."""

import pytest

LISTS = ("documents/", "documents/changes", "documents/reviews", "documents/postings", "audits/", "audits/findings")


@pytest.mark.one_database
def test_the_chip_narrows_a_list_to_ones_own_unit_and_lifts_that_again(app, place):
    staff = app.test_client()
    staff.sign_in("staff")
    for name in LISTS:
        page = staff.get(f"/an-khe/{name}?all=1").text
        assert page.count("Đơn vị của tôi") == 1, name
        url = next(part for part in page.split('"') if "unit=" in part and part.startswith("/"))
        narrowed = staff.get(url.replace("&amp;", "&")).text
        chip = next(part for part in narrowed.split("<a ") if "Đơn vị của tôi" in part)
        assert 'aria-current="true"' in chip and "unit=" not in chip, name
