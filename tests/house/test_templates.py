"""A template's path is its endpoint; none lies about unused; no page carries anything inline."""

import re

from tests.house.source import PACKAGE, TEMPLATES

SHARED = {"base.html", "error.html", "_macros.html", "_icons.html"}
INLINE = re.compile(r"""<script(?![^>]*\bsrc=)[^>]*>|\sstyle\s*=|\son[a-z]+\s*=\s*["']|javascript:""", re.I)


def pages():
    return sorted(place.relative_to(TEMPLATES).as_posix() for place in TEMPLATES.rglob("*.html"))


def test_no_template_is_an_orphan():
    sources = "".join(place.read_text(encoding="utf-8") for place in PACKAGE.rglob("*.py"))
    sources += "".join((TEMPLATES / page).read_text(encoding="utf-8") for page in pages())
    for page in pages():
        assert page in SHARED or page in sources or page.split("/", 1)[-1] in sources, f"nothing renders {page}"


def test_no_page_carries_style_or_script_inline():
    for page in pages():
        found = INLINE.search((TEMPLATES / page).read_text(encoding="utf-8"))
        assert not found, f"{page}: {found.group(0)!r} is refused by the content security policy"


ACTS = {"moves-list", "moves", "chips", "crumbs", "stepper", "nearby", "ways", "changes"}
"""Lists of what can be done, which nobody prints."""


def test_lists_that_tell_something_are_printed():
    sheet = (PACKAGE / "static" / "print.css").read_text(encoding="utf-8")
    hidden = {
        name.strip().removeprefix(".")
        for names in re.findall(r"([^{}]*)\{\s*display: none", sheet)
        for name in names.split(",")
        if re.fullmatch(r"\.[\w-]+", name.strip())
    }
    assert "masthead" in hidden and "foot" not in hidden
    for page in pages():
        for classes in re.findall(r'<[uo]l\b[^>]*class="([^"{]+)', (TEMPLATES / page).read_text(encoding="utf-8")):
            assert not (set(classes.split()) & hidden) - ACTS, f"{page}: a list of class {classes} is not printed"
