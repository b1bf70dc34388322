"""`iso-qms redline`: the tracked changes that lead from one Word file to another. Needs no database."""

from __future__ import annotations

import gc
import json
import os
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from iso_qms.documents.incoming.intake import MAX_BYTES, BadFile

if TYPE_CHECKING:
    from iso_qms.documents.redline import Redline

NOT_MADE = 1


@click.command()
@click.argument("old", metavar="OLD.docx")
@click.argument("new", metavar="NEW.docx")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Where the redline goes.")
@click.option("--author", default="ISO-QMS", show_default=True, help="In whose name the changes stand.")
@click.option("--json", "as_json", is_flag=True, help="Answer with a JSON object.")
def redline(old: str, new: str, out: Path, author: str, as_json: bool) -> None:
    """Write a Word file in which every change from OLD to NEW is a tracked change.

    Accepting all gives the text of NEW, rejecting all that of OLD; the file is checked for this before it is written.
    Revisions inside OLD or NEW are read as accepted; headers, footers and formatting are those of NEW. Exits with 0
    when the redline was written, 1 when a file was refused or the check failed, 2 for wrong usage.
    """
    gc.disable()  # The command ends when the file is written; until then nothing would be found worth the looking.
    try:
        made = _made(_content(old), _content(new), author)
        _write(out, made.data)
    except BadFile as refusal:
        _refuse(refusal, as_json)
    counted = {"insertions": made.insertions, "deletions": made.deletions, "moves": made.moves, "engine": made.engine}
    click.echo(json.dumps(counted) if as_json else _told(made, out))
    if made.edges_differ and not as_json:
        click.echo("Headers or footers differ; the redline has those of NEW, without marks.")


def _made(old: bytes, new: bytes, author: str) -> Redline:
    from iso_qms.documents.redline import redline as compare

    return compare(_as_docx(old), _as_docx(new), author=author, at=datetime.now(UTC))


def _content(name: str) -> bytes:
    try:
        with Path(name).open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise BadFile(
            "unreadable", "The file %(file)s cannot be opened: %(reason)s.", file=name, reason=error.strerror or error
        ) from error


def _as_docx(data: bytes) -> bytes:
    """An old .doc goes through LibreOffice, where there is one."""
    from iso_qms.documents.incoming.intake import kind_of

    if not data.startswith(bytes.fromhex("d0cf11e0a1b11ae1")) or kind_of(data) == "docx":
        return data
    from iso_qms.documents.incoming import office

    return office.to_docx(data)


def _write(out: Path, data: bytes) -> None:
    """Write the file whole or not at all: a redline cut off in the middle would pass for one."""
    try:
        handle, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            _publish(Path(name), out)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise BadFile(
            "unwritable", "The redline cannot be written to %(file)s: %(reason)s.",
            file=out, reason=error.strerror or error,
        ) from error  # fmt: skip


def _publish(made: Path, out: Path) -> None:
    mask = os.umask(0)
    os.umask(mask)
    made.chmod(0o666 & ~mask)
    made.replace(out)


def _refuse(refusal: BadFile, as_json: bool) -> NoReturn:
    if as_json:
        click.echo(json.dumps({"error": {"code": refusal.code, "message": str(refusal)}}, ensure_ascii=False))
    else:
        click.echo(str(refusal), err=True)
    sys.exit(NOT_MADE)


def _told(made: Redline, out: Path) -> str:
    return f"{made.insertions} insertions, {made.deletions} deletions and {made.moves} moves, written to {out}."
