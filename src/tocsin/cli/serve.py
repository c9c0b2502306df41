"""`tocsin serve`: the workbench in a browser."""

from __future__ import annotations

import getpass
import threading
import webbrowser
from typing import Annotated

import typer

from tocsin.cli.ingest import LEDGER_HELP

HELP = """Open the ledger in a browser: read, review, ask, publish.

By default only this machine can reach it, and no log-in is needed. Any other --host needs accounts first (tocsin user add), and a proxy in
front that speaks HTTPS (--secure, --name).

Examples:

  tocsin serve

  tocsin serve --ledger postgresql://desk@localhost/news --host 0.0.0.0 --name desk.example.org --secure
"""


def serve(
    *,
    ledger: Annotated[str | None, typer.Option("--ledger", help=LEDGER_HELP)] = None,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes a free one.")] = 8765,
    name: Annotated[list[str] | None, typer.Option("--name", help="Host name that browsers call it by; can be given several times.")] = None,
    secure: Annotated[bool, typer.Option("--secure", help="Browsers reach it by HTTPS only: cookies are never sent without.")] = False,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the browser.")] = True,
    author: Annotated[str | None, typer.Option(help="Whose name stands in the audit without accounts. Default: your account.")] = None,
) -> None:
    """Open the ledger in a browser."""
    import uvicorn

    from tocsin.web.app import make_app
    from tocsin.web.settings import Settings

    settings = Settings(ledger, host, port, tuple(name or ()), secure=secure, local_user=author or getpass.getuser())
    app = make_app(settings)
    server = uvicorn.Server(uvicorn.Config(app, host=host, port=port, log_level="warning", server_header=False, date_header=False))
    address = f"http://{'localhost' if host in {'127.0.0.1', '::1'} else host}:{port}/"
    typer.echo(f"Tocsin at {address}   (stop with Ctrl-C)")
    if browser:
        threading.Timer(0.6, webbrowser.open, (address,)).start()
    server.run()
