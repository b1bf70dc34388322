"""What may be read from files of a source: the fields of dossiers and of their events, and how they are headed. Pure.

Names, addresses, telephone and identity numbers of citizens have no field, so they never come in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Words = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Kind:
    """A kind of file: which fields it has, which of them it needs, which are moments, and the headings met for each."""

    headings: Words
    needed: tuple[str, ...]
    moments: tuple[str, ...]

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of its fields, in the order in which they are shown."""
        return tuple(self.headings)


DOSSIERS = Kind(
    {
        "code": ("ma ho so", "so ho so", "dossier code", "dossier", "code", "case id"),
        "procedure": ("ma thu tuc", "ma tthc", "ma quy trinh", "thu tuc", "ten thu tuc", "procedure code", "procedure"),
        "case": ("truong hop", "truong hop giai quyet", "case", "case of the time limit"),
        "received_at": ("ngay tiep nhan", "thoi gian tiep nhan", "ngay nhan", "received at", "received", "ngay nop"),
        "due_at": ("ngay hen tra", "thoi gian hen tra", "han tra", "han giai quyet", "due at", "due", "deadline"),
        "rescheduled_to": ("ngay hen lai", "hen lai", "gia han den", "rescheduled to", "rescheduled"),
        "finished_at": (
            "ngay tra", "ngay tra ket qua", "ngay hoan thanh", "ngay ket thuc", "thoi gian hoan thanh", "finished at",
            "finished", "ngay co ket qua",
        ),
        "state": ("trang thai", "tinh trang", "trang thai ho so", "state", "status"),
        "channel": ("hinh thuc nop", "hinh thuc tiep nhan", "phuong thuc nhan", "kenh", "channel"),
        "receiving_unit": ("don vi tiep nhan", "noi tiep nhan", "bo phan tiep nhan", "receiving unit"),
        "deciding_unit": (
            "don vi giai quyet", "don vi xu ly", "co quan giai quyet", "co quan chu tri", "deciding unit", "unit",
        ),
        "paused_from": ("ngay tam dung", "tam dung tu", "ngay yeu cau bo sung", "paused from"),
        "paused_to": ("ngay tiep tuc", "tam dung den", "ngay bo sung", "paused to"),
        "pause_reason": ("ly do tam dung", "ly do bo sung", "pause reason"),
        "pause_document": (
            "van ban tam dung", "so phieu yeu cau bo sung", "phieu yeu cau bo sung", "pause document",
        ),
    },
    needed=("code", "procedure", "received_at"),
    moments=("received_at", "due_at", "rescheduled_to", "finished_at", "paused_from", "paused_to"),
)  # fmt: skip
EVENTS = Kind(
    {
        "code": ("case:concept:name", "ma ho so", "so ho so", "dossier code", "dossier", "case id", "case"),
        "activity": (
            "concept:name", "buoc xu ly", "buoc", "cong viec", "hoat dong", "ten buoc", "thao tac", "activity", "step",
        ),
        "moment": ("time:timestamp", "thoi diem", "thoi gian", "ngay thuc hien", "thoi gian thuc hien", "timestamp"),
        "lifecycle": ("lifecycle:transition", "su kien", "trang thai buoc", "lifecycle"),
        "unit": ("org:group", "don vi", "phong ban", "bo phan", "don vi thuc hien", "unit", "group"),
        "role": ("org:role", "vai tro", "chuc danh", "role"),
        "person": ("org:resource", "nguoi xu ly", "can bo", "can bo xu ly", "nguoi thuc hien", "resource", "person"),
    },
    needed=("code", "activity", "moment"),
    moments=("moment",),
)  # fmt: skip
KINDS: Mapping[str, Kind] = {"dossiers": DOSSIERS, "events": EVENTS}
