"""What a reader finds in a redline after accepting or rejecting all, written from the definition alone.

Nothing of the engine is used here. Several readings are given, because a strict reader, a careless one and one that
counts text boxes once or twice must all find the same."""

import io
import posixpath
import zipfile
from copy import deepcopy
from itertools import product

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
STARTS = (W + "moveFromRangeStart", W + "moveToRangeStart")
PARTS = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")


def parts(data):
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def said(data, mode):
    """Every reading of a file, `mode` being accept or reject."""
    found, files = {}, parts(data)
    for name in PARTS:
        root = etree.fromstring(files[name]) if name in files else etree.Element(W + "none")
        for fallback, nested in product((True, False), repeat=2):
            found[name, "settled", fallback, nested] = _settled(root, mode, fallback, nested)
        found[name, "walked"] = _walked(root, mode)
    found["marks"] = _marked(files, mode)
    return found


def _settle(root, mode):
    gone = ("del", "moveFrom") if mode == "accept" else ("ins", "moveTo")
    root = deepcopy(root)
    joining = [p for p in root.iter(W + "p") if any(p.find(f"{W}pPr/{W}rPr/{W}{tag}") is not None for tag in gone)]
    for row in list(root.iter(W + "tr")):
        if any(row.find(f"{W}trPr/{W}{tag}") is not None for tag in gone):
            row.getparent().remove(row)
    for tag in gone:
        for element in list(root.iter(W + tag)):
            if element.getparent().tag not in (W + "rPr", W + "trPr"):
                element.getparent().remove(element)
    for paragraph in joining:
        following = paragraph.getnext()
        if following is not None and following.tag == W + "p" and paragraph.getparent() is not None:
            content = [child for child in paragraph if child.tag != W + "pPr"]
            following[0:0] = content
            paragraph.getparent().remove(paragraph)
    return root


def _settled(root, mode, fallback, nested):
    root = _settle(root, mode)
    if not fallback:
        for element in list(root.iter(MC + "Fallback")):
            element.getparent().remove(element)
    lines = []
    for paragraph in root.iter(W + "p"):
        text = ""
        for element in paragraph.iter():
            if not nested and next(element.iterancestors(W + "p"), None) is not paragraph:
                continue
            if element.tag in (W + "t", W + "delText", M + "t"):
                text += element.text or ""
            elif element.tag in (W + "tab", W + "br", W + "cr") and element.getparent().tag == W + "r":
                text += " "
        lines.append(" ".join(text.split()))
    return [line for line in lines if line]


def _walked(root, mode):
    """A careless reader: deleted text is what is called so, marks of paragraphs and rows are not looked at."""
    lines = []
    for paragraph in root.iter(W + "p"):
        text = ""
        for element in paragraph.iter():
            tags = set()
            for ancestor in element.iterancestors():
                if ancestor is paragraph:
                    break
                tags.add(ancestor.tag)
            hidden = tags & {W + "ins", W + "moveTo"} if mode == "reject" else tags & {W + "del", W + "moveFrom"}
            if hidden:
                continue
            if element.tag == W + "t" or element.tag == M + "t" or (element.tag == W + "delText" and mode == "reject"):
                text += element.text or ""
            elif element.tag in (W + "tab", W + "br", W + "cr") and element.getparent().tag == W + "r":
                text += " "
        lines.append(" ".join(text.split()))
    return [line for line in lines if line]


def _marked(files, mode):
    """The notes in the order of their marks."""
    body, found = _settle(etree.fromstring(files["word/document.xml"]), mode), []
    for kind in ("footnote", "endnote"):
        name = f"word/{kind}s.xml"
        root = etree.fromstring(files[name]) if name in files else etree.Element(W + "none")
        notes = {note.get(W + "id"): note for note in root}
        for mark in body.iter(W + kind + "Reference"):
            note = notes.get(mark.get(W + "id"))
            found.append(None if note is None else _settled(note, mode, True, True))
    return found


def faults(data):
    """What would keep Word from opening the file."""
    files, found = parts(data), []
    for name, content in files.items():
        if name.endswith((".xml", ".rels")):
            etree.fromstring(content)
    ids = []
    for name in PARTS:
        if name not in files:
            continue
        root = etree.fromstring(files[name])
        folder, _, leaf = name.rpartition("/")
        rels = files.get(f"{folder}/_rels/{leaf}.rels")
        known = {one.get("Id"): one for one in etree.fromstring(rels)} if rels else {}
        for element in root.iter():
            for key, value in element.items():
                if key.startswith(R) and value not in known:
                    found.append(f"{name}: no relationship {value}")
            if element.tag in (W + "ins", W + "del", W + "moveFrom", W + "moveTo", *STARTS):
                ids.append(element.get(W + "id"))
                if not element.get(W + "author") or not element.get(W + "date"):
                    found.append("a revision of nobody")
            if element.tag == W + "t" and any(one.tag == W + "del" for one in element.iterancestors()):
                found.append("living text in a deletion")
            if element.tag == W + "hyperlink" and element.getparent().tag in (W + "ins", W + "del", W + "hyperlink"):
                found.append("a link where none may stand")
            if element.tag == W + "fldSimple" and element.getparent().tag in (W + "ins", W + "del"):
                found.append("a simple field in a revision")
            if element.tag == W + "tc" and element[-1].tag not in (W + "p", W + "sdt", W + "customXml"):
                found.append(f"a cell ends with {element[-1].tag}")
            if element.tag == MC + "Choice" and any(p not in element.nsmap for p in element.get("Requires").split()):
                found.append("an undeclared prefix")
        found += _faults_of_moves(root)
        for one in known.values():
            target = one.get("Target")
            if one.get("TargetMode") != "External":
                path = posixpath.normpath(posixpath.join("/word", target)).lstrip("/")
                if path not in files:
                    found.append(f"{name}: no part {path}")
        for tag in ("bookmarkStart", "footnoteReference", "endnoteReference"):
            values = [one.get(W + "id") for one in root.iter(W + tag) if not list(one.iterancestors(MC + "Fallback"))]
            if len(values) != len(set(values)):
                found.append(f"{name}: two {tag} of one id")
        for tag in ("footnote", "endnote"):
            values = [one.get(W + "id") for one in root.iter(W + tag)]
            if len(values) != len(set(values)):
                found.append(f"{name}: two {tag} of one id")
    if len(ids) != len(set(ids)):
        found.append("two revisions of one id")
    return found


def _faults_of_moves(root):
    """What keeps the two ends of a move apart, and what stands as moved outside of any."""
    found, names, open_ = [], {"moveFrom": [], "moveTo": []}, {"moveFrom": None, "moveTo": None}
    for element in root.iter():
        tag = element.tag.removeprefix(W)
        kind = next((one for one in names if tag.startswith(one)), None)
        if tag.endswith("RangeStart") and kind:
            if open_[kind] is not None:
                found.append("a move inside of a move")
            open_[kind] = element.get(W + "id")
            names[kind].append(element.get(W + "name"))
        elif tag.endswith("RangeEnd") and kind:
            if open_[kind] != element.get(W + "id"):
                found.append("a range that ends before it starts")
            open_[kind] = None
        elif kind and element.getparent().tag != W + "rPr" and open_[kind] is None:
            found.append("a moved text outside of any move")
        if tag == "delText" and any(one.tag == W + "moveFrom" for one in element.iterancestors()):
            found.append("text deleted and moved")
    if any(open_.values()) or sorted(names["moveFrom"]) != sorted(names["moveTo"]):
        found.append("a move without another end")
    return found + ["two moves of one name"] * (len(set(names["moveTo"])) < len(names["moveTo"]))
