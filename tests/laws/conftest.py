"""Laws on the shelf of documents: the same people, the same operations."""

from datetime import date

import pytest

from iso_qms.db import transaction
from iso_qms.laws import keeping
from tests.documents.conftest import Shelf

OLD = {"kind": "Nghị định", "number": "61/2018/NĐ-CP", "issuer": "Chính phủ", "issued_on": date(2018, 4, 23)}
NEW = {"kind": "Nghị định", "number": "118/2025/NĐ-CP", "issuer": "Chính phủ", "issued_on": date(2025, 6, 9)}


class Library:
    """Enters texts and changes of them, as the quality team does."""

    def __init__(self, documents) -> None:
        self.shelf = documents
        self.keeper = documents.person("quality")

    def enter(self, known, **more):
        return keeping.enter_text(by=self.keeper, **({"title": "về cơ chế một cửa"} | known | more))

    def replaced(self, older, newer, on, kind="replaces"):
        return keeping.change_law(older, newer, by=self.keeper, kind=kind, on=on)


@pytest.fixture
def library(context, place):
    with transaction():
        yield Library(Shelf(place))
