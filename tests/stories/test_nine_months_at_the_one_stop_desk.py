"""Nine months at the one-stop desk: thirteen thousand dossiers, from 85 % in time to 99 %, and third of the units."""

import random
from datetime import datetime, timedelta

import lxml.html
import pytest
import time_machine

from iso_qms.clock import HO_CHI_MINH
from iso_qms.db import db, transaction
from iso_qms.dossiers.figure.counts import recount
from iso_qms.organisation.agencies import Agency, across, choose
from tests.dossiers.made_up import pour, told

CLIMBS = (85, 85, 86, 88, 90, 93, 96, 98, 99)
SHARES = {"land": CLIMBS, "culture": (99,) * 9, "economy": (98,) * 9, "office": (80,) * 9}
MANY = {"land": 1000, "culture": 200, "economy": 150, "office": 100}
"""Dossiers a month; together 13,050 in nine months."""
TERM = timedelta(days=5)


def of_months(place):
    """Each month's dossiers, of which just the share that is told was answered in time."""
    chance = random.Random(2021)
    for unit, shares in SHARES.items():
        for number, share in enumerate(shares):
            start = datetime(2026, 1 + number, 1, 7, 30, tzinfo=HO_CHI_MINH)
            for one in range(MANY[unit]):
                received = start + timedelta(minutes=chance.randrange(14 * 1440))
                took = TERM * (0.6 if one * 100 < share * MANY[unit] else 1.8)
                yield told(
                    received, due=received + TERM, finished=received + took, deciding_unit_id=place.units[unit],
                    receiving_unit_id=place.units["centre"], channel="online" if one % 20 else "direct",
                )  # fmt: skip


def table(page, title):
    found = page.xpath("//table[caption[contains(., $title)]]/tbody/tr", title=title)
    return [[plain(cell) for cell in row.xpath("th|td")] for row in found]


def plain(element):
    """The words of an element, its numbers without the points that part thousands."""
    return element.text_content().strip().replace(".", "")


@pytest.mark.one_database
def test_a_unit_climbs_from_85_to_99_per_cent_and_comes_third(app, place, client):
    with time_machine.travel("2026-10-05T08:00+07:00", tick=False):
        with app.app_context():
            with transaction():
                choose(db.session.get(Agency, place.agency_id))
                pour(of_months(place), place)
            with transaction(), across():
                assert recount(agency_id=place.agency_id) == (13_050, [])
        client.sign_in("quality")
        address = "/an-khe/dossiers/figures?all=1&since=2026-01-01&until=2026-09-30"
        page = lxml.html.fromstring(client.get(f"{address}&by=unit").data)
        assert "13050" in plain(page) and "95 %" in plain(page)
        ranks = {row[0]: (row[1], row[4]) for row in table(page, "Xếp hạng")}
        assert ranks["Tổ Đất đai"] == ("3", "91 %") and [rank for rank, _share in ranks.values()] == list("1234")
        own = lxml.html.fromstring(client.get(f"{address}&unit={place.units['land']}").data)
        months = table(own, "Giải quyết trước và đúng hạn theo tháng")
        assert [row[1:4] for row in months] == [[f"{one * 10}", "1000", f"{one} %"] for one in CLIMBS]
        link = own.xpath("//dd[contains(., 'trên')]//a/@href")[0]
        assert "Hồ sơ của một con số" in client.get(link).text
