"""`tocsin schema`: the JSON Schema of what Tocsin prints."""

from __future__ import annotations

from enum import Enum
from importlib.resources import files
from typing import Annotated

import typer

HELP = """Print the JSON Schema of a reading or an incident.

Example:

  tocsin schema reading > reading.schema.json
"""


class SchemaName(Enum):
    """What has a schema."""

    READING = "reading"
    INCIDENT = "incident"


def schema(name: Annotated[SchemaName, typer.Argument(help="reading (`tocsin read`) or incident (`tocsin link`).")]) -> None:
    """Print the JSON Schema of a reading or an incident."""
    typer.echo(files("tocsin").joinpath(f"data/schema/{name.value}.json").read_text(encoding="utf-8"))
