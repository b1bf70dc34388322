"""All real sample files against a truth checked by eye, once.

The truth holds codes, dates, numbers, units and keys; of texts only the beginning of their SHA-256, because the texts
of the samples do not belong to this project."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from iso_qms.documents.incoming import office
from iso_qms.processes.reading import Procedure, read, read_many

HERE = Path(__file__).parent
SAMPLES = HERE.parents[3] / "shared" / "data" / "procedures"
FILES = sorted(SAMPLES.glob("*.doc*")) if SAMPLES.is_dir() else []

pytestmark = pytest.mark.skipif(not FILES, reason="the sample procedures (../shared/data/procedures) are not here")


def mark(text: str | None) -> str | None:
    """The beginning of a text's hash, spacing apart."""
    return None if text is None else hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:10]


def essence(found: Procedure) -> dict[str, Any]:
    """A procedure without its texts."""
    return {
        **{key: found[key] for key in ("code", "issue_number", "issued_on", "sets")},
        "title": mark(found["title"]),
        "footer": found["footer"] and [found["footer"]["issue_number"], found["footer"]["effective_on"]],
        "footers": [[f["section"], f["kind"], f["issue_number"], f["effective_on"]] for f in found["footers"]],
        "sections": [[s["key"], mark(s["heading"]), mark(s["text"])] for s in found["sections"]],
        "required_papers": [[p["group"], p["level"], p["copies"], mark(p["text"])] for p in found["required_papers"]],
        "fees": [[f["amount"], mark(f["channel"]), mark(f["area"]), mark(f["raw"])] for f in found["fees"]],
        "time_limits": [
            [t["kind"], t["amount"], t["unit"], t["cutoff"], mark(t["case"]), mark(t["starts_from"]), mark(t["raw"])]
            for t in found["time_limits"]
        ],
        "steps": [_step(step) for step in found["steps"]],
        "legal_basis": [
            [
                t["number"],
                t["date"],
                t["mentions"],
                mark(t["kind"]),
                mark(t["issuer"]),
                mark(t["title"]),
                mark(t["raw"]),
            ]
            for t in found["legal_basis"]
        ],
        "forms": [[f["source"], f["code"], mark(f["title"])] for f in found["forms"]],
        "records": [[mark(r["name"]), mark(r["place"]), mark(r["retention"])] for r in found["records"]],
        "signatures": [[mark(s["role"]), mark(s["name"]), mark(s["position"])] for s in found["signatures"]],
        "warnings": [[w["code"], w["values"]] for w in found["warnings"]],
    }


def _step(step: dict[str, Any]) -> list[Any]:
    durations = [
        [
            d["amount"],
            d["unit"],
            d["parse"],
            d["from_step"],
            d["to_step"],
            mark(d["case"]),
            mark(d["starts_from"]),
            mark(d["raw"]),
        ]
        for d in step["durations"]
    ]
    return [step["number"], mark(step["action"]), mark(step["responsible"]), mark(step["output"]), durations]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_sample_is_read_as_a_reader_sees_it(file: Path) -> None:
    if file.suffix == ".doc" and office.path() is None:
        pytest.skip("LibreOffice is not installed")
    found = read(file.read_bytes(), name=file.name)
    truth = json.loads((HERE / "truth" / f"{file.stem}.json").read_text(encoding="utf-8"))
    assert json.loads(json.dumps(essence(found))) == truth


def test_codes_used_twice_among_the_samples_are_named() -> None:
    files = [(file.name, file.read_bytes()) for file in FILES if file.suffix == ".docx"]
    found = read_many(files)
    warned = {one["file"] for one in found if "code_in_use" in [w["code"] for w in one["warnings"]]}
    assert warned == {one["file"] for one in found if [o["code"] for o in found].count(one["code"]) > 1}
