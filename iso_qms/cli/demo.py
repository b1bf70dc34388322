"""`iso-qms demo`: load the demo agency, and show who may sign in to it."""

from __future__ import annotations

import sys

import click

from iso_qms.settings import Settings

REFUSED = 1


@click.group()
def demo() -> None:
    """Load and show the demo agency."""


@demo.command()
def load() -> None:
    """Load the demo agency; does nothing when it is there already."""
    from iso_qms import create_app
    from iso_qms import demo as story
    from iso_qms.workflow import Refused

    with create_app().app_context():
        try:
            loaded = story.load()
        except Refused as refusal:
            click.echo(str(refusal), err=True)
            sys.exit(REFUSED)
    click.echo("The demo agency is loaded." if loaded else "The demo agency is there already.")


@demo.command()
def show() -> None:
    """Print the address and one sign-in per role."""
    from iso_qms import create_app
    from iso_qms import demo as story
    from iso_qms.demo.agency import PASSWORD
    from iso_qms.demo.people import AGENCY, MEMBERS, SHOWN

    app = create_app()
    with app.app_context():
        if not story.is_loaded():
            click.echo("The demo agency is not loaded: iso-qms demo load", err=True)
            sys.exit(REFUSED)
    people = {one.login: one for one in MEMBERS}
    click.echo(f"\n{AGENCY['name']}: {_address(app.config['SETTINGS'])}\n")
    click.echo(f"  {'role':<14} {'sign-in name':<13} {'who'}")
    for role, login in SHOWN:
        click.echo(f"  {role:<14} {login:<13} {people[login].name}, {people[login].post}")
    click.echo(f"\n  Everybody's password, in this demo only: {PASSWORD}\n")


def _address(settings: Settings) -> str:
    # Until somebody says under which address people come, it is where the server listens.
    told = settings.base_url if settings.base_url != Settings.base_url else f"http://{settings.host}:{settings.port}"
    return f"{told.rstrip('/')}/"
