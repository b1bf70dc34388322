"""A Word template filled in a process of its own: a template is code, and its author is not trusted with ours.

It reads one JSON object from its input (`template` in base64, `values`, `said`) and writes one to its output: `file` in
base64 and the names nobody knows, or what went wrong. It stands alone: nothing of the house is imported or handed in
but plain values, attributes that begin with a low line are out of reach (jinja2's sandbox), what is filled in is
escaped, and processor time and memory are limited by the system where it can.
"""

import base64
import io
import json
import logging
import sys
from typing import Any

SECONDS = 5
MEMORY = 1 << 30
MOST_BYTES = 20 * 1024 * 1024


def main() -> None:
    """Fill the template that stands in the input."""
    _limit()
    asked = json.load(sys.stdin)
    json.dump(filled(base64.b64decode(asked["template"]), asked["values"], asked["said"]), sys.stdout)


def filled(template: bytes, values: dict[str, Any], said: str) -> dict[str, Any]:
    """The filled file and the unknown names in it, or the error and where it stands."""
    from docxtpl import DocxTemplate
    from jinja2 import TemplateError, make_logging_undefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    notes = _Notes("layout")
    house = ImmutableSandboxedEnvironment(autoescape=True, undefined=make_logging_undefined(notes))
    try:
        file = DocxTemplate(io.BytesIO(template))
        file.render(values, house, autoescape=True)
        used = file.get_undeclared_template_variables(house)
        file.docx.core_properties.comments = said
        out = io.BytesIO()
        file.save(out)
    except TemplateError as error:
        return {"error": type(error).__name__, "words": str(error)[:200], "near": _near(error)}
    except Exception as error:
        # Whatever else a hostile file does to the library is the file's fault: the process ends either way.
        return {"error": type(error).__name__, "words": str(error)[:200], "near": ""}
    if out.tell() > MOST_BYTES:
        return {"error": "TooLarge", "words": "", "near": ""}
    unknown = list(dict.fromkeys(notes.found))
    return {"file": base64.b64encode(out.getvalue()).decode(), "unknown": unknown, "used": sorted(used)}


class _Notes(logging.Logger):
    """A logger that keeps the names jinja2 did not know."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.found: list[str] = []

    def handle(self, record: logging.LogRecord) -> None:
        """Keep the name in quotes: "'nmae' is undefined", "… no attribute 'nmae'", "… '__class__' of … is unsafe"."""
        parts = record.getMessage().split("'")
        at = 1 if parts[-1].endswith("unsafe.") else -2
        self.found.append(parts[at] if len(parts) > 1 else record.getMessage())


def _near(error: Any) -> str:
    lines = [line.strip() for line in getattr(error, "docx_context", ())]
    return " ".join(line for line in lines if line)[:200]


def _limit() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits; there the clock of the parent alone ends it.
        return
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


if __name__ == "__main__":
    main()
