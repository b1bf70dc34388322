"""ISO-QMS: process compliance and document control under ISO 9001:2015 for public administration.

`create_app()` puts the house together, here and nowhere else.
"""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from iso_qms.settings import Settings

HERE = Path(__file__).resolve().parent
ROOMS = ("desk", "documents", "laws", "processes", "citizens", "records", "dossiers", "improvement", "audits")


def create_app(settings: Settings | None = None) -> Flask:
    """The application, with its database, its rooms and its doors."""
    from iso_qms.db import db, open_engine
    from iso_qms.settings import Settings
    from iso_qms.web import app as web_app

    chosen = settings or Settings.from_environment(os.environ)
    chosen.prepare_home()
    bundled = HERE / "_templates"
    templates = bundled if bundled.is_dir() else HERE.parent / "templates"
    app = web_app.House("iso_qms", template_folder=str(templates))
    app.config.update(web_app.configuration(chosen))
    db.init_app(app)
    with app.app_context():
        open_engine(db.engine)
    web_app.furnish_app(app)
    move_in(app)
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    return app


def move_in(app: Flask) -> None:
    """Let the timetable and every room bring what they have: pages, rounds, and their part of the registry."""
    from importlib import import_module

    from iso_qms import timetable
    from iso_qms.registry import registry

    registry.empty()
    timetable.move_in(registry)
    for name in ROOMS:
        room = import_module(f"iso_qms.{name}")
        room.move_in(registry)
        views = import_module(f"iso_qms.{name}.views")
        for one in (views.room, *getattr(views, "others", ())):
            app.register_blueprint(one)
