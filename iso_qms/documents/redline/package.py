"""A Word file as its parts: read when asked for, parsed once, written with what was changed and added."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from hashlib import sha256
from typing import NamedTuple

from lxml import etree

from iso_qms.documents.incoming.intake import main_part, xml
from iso_qms.documents.redline.names import R

RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
CONTENT_TYPES = "[Content_Types].xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/")
_SIGNED = "_xmlsignatures/"


class Relation(NamedTuple):
    """A relationship of a part: to another part, by its name, or to an address outside of the file."""

    type: str
    target: str
    is_external: bool


class Package:
    """The parts of a sound .docx."""

    def __init__(self, data: bytes) -> None:
        self._zip = zipfile.ZipFile(io.BytesIO(data))
        self.names = dict.fromkeys(self._zip.namelist())
        self.main = main_part(self._zip)
        self._trees: dict[str, etree._Element] = {}
        self._added: dict[str, bytes] = {}
        self._relations: dict[str, dict[str, Relation]] = {}
        self._prints: dict[str, bytes] = {}

    def content(self, name: str) -> bytes:
        """The bytes of a part; the strict form of the format is read as the usual one."""
        data = self._added[name] if name in self._added else self._zip.read(name)
        if name.endswith((".xml", ".rels")) and b"purl.oclc.org/ooxml" in data:
            return _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/", data)
        return data

    def tree(self, name: str) -> etree._Element:
        """A part as XML, to be changed in place; what is changed is written."""
        if name not in self._trees:
            root = xml(self.content(name))
            etree.strip_tags(root, etree.Comment, etree.ProcessingInstruction)
            self._trees[name] = root
        return self._trees[name]

    def replace(self, name: str, root: etree._Element) -> None:
        """Let another tree stand for a part."""
        self._trees[name] = root

    def fingerprint(self, name: str) -> bytes:
        """A hash of a part's bytes; of a missing part, of nothing."""
        if name not in self._prints:
            self._prints[name] = sha256(self.content(name) if name in self.names else b"").digest()
        return self._prints[name]

    def relations(self, part: str) -> dict[str, Relation]:
        """The relationships of a part by their id; targets are names of parts, or addresses when external."""
        if part not in self._relations:
            name = _relations_of(part)
            found = self.tree(name).iter(RELATIONSHIPS + "Relationship") if name in self.names else ()
            self._relations[part] = {one.get("Id", ""): _relation(part, one) for one in found}
        return self._relations[part]

    def related(self, kind: str) -> str | None:
        """The part the main part knows as, say, "footnotes"."""
        found = (one for one in self.relations(self.main).values() if one.type.endswith("/" + kind))
        return next((one.target for one in found if one.target in self.names), None)

    def relate(self, part: str, relation: Relation) -> str:
        """The id of this relationship of a part, made when there is none."""
        known = self.relations(part)
        for identifier, one in known.items():
            if one == relation:
                return identifier
        number = len(known) + 1
        while f"rId{number}" in known:
            number += 1
        known[f"rId{number}"] = relation
        self._write_relation(part, f"rId{number}", relation)
        return f"rId{number}"

    def relate_as(self, part: str, identifier: str, relation: Relation) -> None:
        """Give a part that was added a relationship under the id its content uses."""
        self.relations(part)[identifier] = relation
        self._write_relation(part, identifier, relation)

    def drop_strays(self, part: str) -> None:
        """Take away what names a relationship the part lacks, such as a picture lost long ago: it leads nowhere."""
        known = self.relations(part)
        for value in self.tree(part).xpath("//@r:*", namespaces={"r": R[1:-1]}):
            if value and value not in known:
                del value.getparent().attrib[value.attrname]

    def content_type(self, name: str) -> str:
        """The content type of a part."""
        root = self.tree(CONTENT_TYPES)
        for one in root.iter(TYPES + "Override"):
            if one.get("PartName", "").lower() == f"/{name}".lower():
                return one.get("ContentType", "")
        extension = name.rpartition(".")[2].lower()
        found = (one for one in root.iter(TYPES + "Default") if one.get("Extension", "").lower() == extension)
        return next((one.get("ContentType", "") for one in found), "")

    def add(self, wanted: str, content: bytes, content_type: str) -> str:
        """Add a part under this name, or one like it that is free; the name it got."""
        stem, dot, extension = wanted.rpartition(".")
        name, number = wanted, 1
        taken = {one.lower() for one in self.names}
        while name.lower() in taken:
            name, number = f"{stem}_{number}{dot}{extension}", number + 1
        self.names[name] = None
        self._added[name] = content
        if content_type and self.content_type(name) != content_type:
            etree.SubElement(
                self.tree(CONTENT_TYPES), TYPES + "Override", PartName=f"/{name}", ContentType=content_type
            )
        return name

    def data(self) -> bytes:
        """The whole file. A signature of the file that came in is left out, because it signs other bytes."""
        self._unsign()
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as made:
            for name in sorted(self.names, key=lambda one: one != CONTENT_TYPES):
                if not name.endswith("/") and not name.startswith(_SIGNED):
                    made.writestr(
                        zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), self._written(name), zipfile.ZIP_DEFLATED
                    )
        return out.getvalue()

    def _written(self, name: str) -> bytes:
        if name in self._trees:
            return etree.tostring(self._trees[name], xml_declaration=True, encoding="UTF-8", standalone=True)
        return self.content(name)

    def _write_relation(self, part: str, identifier: str, relation: Relation) -> None:
        name = _relations_of(part)
        if name not in self.names:
            self.names[name] = None
            self._trees[name] = etree.Element(RELATIONSHIPS + "Relationships", nsmap={None: RELATIONSHIPS[1:-1]})
        target = relation.target if relation.is_external else f"/{relation.target}"
        one = etree.SubElement(
            self.tree(name), RELATIONSHIPS + "Relationship", Id=identifier, Type=relation.type, Target=target
        )
        if relation.is_external:
            one.set("TargetMode", "External")

    def _unsign(self) -> None:
        if not any(name.startswith(_SIGNED) for name in self.names):
            return
        for one in list(self.tree("_rels/.rels")):
            if "/digital-signature/" in one.get("Type", ""):
                self.tree("_rels/.rels").remove(one)
        for one in list(self.tree(CONTENT_TYPES)):
            if one.get("PartName", "").startswith("/" + _SIGNED):
                self.tree(CONTENT_TYPES).remove(one)


def _relations_of(part: str) -> str:
    folder, _, name = part.rpartition("/")
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _relation(part: str, element: etree._Element) -> Relation:
    target = element.get("Target", "")
    if element.get("TargetMode") == "External":
        return Relation(element.get("Type", ""), target, True)
    joined = target if target.startswith("/") else posixpath.join("/", posixpath.dirname(part), target)
    return Relation(element.get("Type", ""), posixpath.normpath(joined).lstrip("/"), False)
