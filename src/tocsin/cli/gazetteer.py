"""`tocsin gazetteer`: the place index."""

from __future__ import annotations

from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, help="Build the place index, or add a whole country to it.", rich_markup_mode=None)


@app.command("build")
def build() -> None:
    """Build the place index from the installed GeoNames data. Happens by itself on first use.

    Example:
      tocsin gazetteer build
    """
    from tocsin.cli.render import step_meter
    from tocsin.gazetteer.load import open_gazetteer

    with step_meter() as progress:
        index = open_gazetteer(progress)
    typer.echo(f"The place index is ready: {index.name}")


@app.command("add", no_args_is_help=True)
def add(source: Annotated[str, typer.Argument(metavar="FILE.zip|CC", help="A GeoNames country dump, or a country's two-letter code.")]) -> None:
    """Add all places of a country, down to hamlets and facilities, from a GeoNames dump.

    Nothing is downloaded: for a country code the message says which file to fetch.

    Example:
      tocsin gazetteer add SD.zip
    """
    from tocsin.gazetteer.add import add_country

    count = add_country(source)
    typer.echo(f"Added {count:,} places from {source}.")
