"""The street door for WSGI servers: `waitress-serve wsgi:app`, `gunicorn wsgi:app`."""

from iso_qms import create_app

app = create_app()
