"""Pairs of small Word files: an old one and what random edits made of it."""

from copy import deepcopy

from tests.documents.redline.edits import Editor
from tests.documents.redline.writing import Writer


def pair(seed):
    """An old and a new file."""
    maker = Editor(seed)
    old = maker.document()
    new = maker.edited(old) if seed % 5 else maker.document()
    return _files(old, new, seed)


def moved_pair(seed):
    """An old file, and a new one in which some blocks and rows stand elsewhere, and now and then a word is another."""
    maker = Editor(seed)
    old = [*maker.document(), *maker.document()]
    new = maker.moved(old)
    return _files(old, maker.edited(new) if seed % 3 == 0 else new, seed)


def _files(old, new, seed):
    old, new = deepcopy(old), deepcopy(new)
    for blocks in (old, new):
        if blocks[-1][0] != "p":
            blocks.append(("p", [], {}))
    return Writer(seed).file(old), Writer(seed + 1, odd=True).file(new)
