"""`iso-qms layouts`: the Word templates an agency begins with, drawn anew; a test holds them to the code."""

from __future__ import annotations

import click


@click.command()
def layouts() -> None:
    """Write the Word templates of templates/word anew."""
    from iso_qms import create_app
    from iso_qms.layouts.operations import write_ours

    create_app()
    for place in write_ours():
        click.echo(place)
