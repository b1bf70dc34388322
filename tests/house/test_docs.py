"""The generated documents say what the code says."""

import pytest

from iso_qms.cli.docs import pages
from tests.house.source import ROOT


@pytest.mark.parametrize("name", ["lifecycles.md", "rights.md", "settings.md"])
def test_generated_documents_equal_the_code(app, name):
    written = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert written == pages()[name], f"docs/{name} is stale: run `iso-qms docs`"
