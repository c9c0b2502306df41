"""`tocsin doctor`: what is installed, what is used, and the one command that mends what is missing."""

from __future__ import annotations

import importlib
import importlib.metadata
import platform
import sys
from collections.abc import Callable
from dataclasses import dataclass

import typer

HELP = """Say what is installed, which language model and gazetteer are used, and how to mend what is missing.

Ends with exit status 0 when everything is in place, 3 when a part is missing.

Example:

  tocsin doctor
"""


@dataclass(frozen=True, slots=True)
class Finding:
    """One part: its name, whether it is in order, what was found, and the command that mends it."""

    part: str
    fine: bool
    found: str
    mend: str = ""


def doctor() -> None:
    """Say what is installed and how to mend what is missing."""
    findings = [_guard(part, check) for part, check in CHECKS.items()]
    for finding in findings:
        typer.echo(f"{'ok     ' if finding.fine else 'MISSING'}  {finding.part:<16} {finding.found}")
        if not finding.fine and finding.mend:
            typer.echo(f"         mend it with:    {finding.mend}")
    raise typer.Exit(0 if all(finding.fine for finding in findings) else 3)


def _guard(part: str, check: Callable[[], Finding]) -> Finding:
    """Run one check; whatever it raises is its finding."""
    try:
        return check()
    except Exception as error:  # noqa: BLE001 - the doctor must always finish its round
        return Finding(part, fine=False, found=f"{type(error).__name__}: {error}", mend="pip install --force-reinstall tocsin")


def _python() -> Finding:
    """Check the interpreter."""
    fine = sys.version_info >= (3, 11)
    return Finding("Python", fine=fine, found=f"{platform.python_version()} ({sys.executable})", mend="install Python 3.11 or newer")


def _packages() -> Finding:
    """Check that every required distribution is installed."""
    missing = []
    for line in importlib.metadata.requires("tocsin") or []:
        if "extra ==" in line:
            continue
        name = line.split(";")[0].split("[")[0].split(">")[0].split("=")[0].split("<")[0].strip()
        try:
            importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            missing.append(name)
    found = f"missing: {', '.join(missing)}" if missing else "all required packages are installed"
    return Finding("Packages", fine=not missing, found=found, mend=f"pip install {' '.join(missing)}")


def _language_model() -> Finding:
    """Load the language model and parse a sentence."""
    from tocsin.errors import MissingPartError
    from tocsin.sentences.parse import SpacyModel

    try:
        model = SpacyModel()
    except MissingPartError as error:
        return Finding("Language model", fine=False, found=str(error), mend=error.command)
    words = sum(len(row) for rows in model.parse(["Gunmen attacked a village on Monday."]) for row in rows)
    return Finding("Language model", fine=words > 0, found=f"{model.name}, any other spaCy pipeline with --model")


def _gazetteer() -> Finding:
    """Open the place index, building it on first use."""
    from tocsin.gazetteer.load import open_gazetteer

    index = open_gazetteer()
    return Finding("Gazetteer", fine=bool(index.lookup("Khartoum")), found=f"{index.name}", mend="tocsin gazetteer build")


def _knowledge() -> Finding:
    """Load actor base and lexicon, checking them against their schemas."""
    from tocsin.actorbase.load import load_actor_base
    from tocsin.lexicon.load import load_lexicon

    load_actor_base()
    load_lexicon()
    return Finding("Knowledge", fine=True, found="actor base and lexicon load")


CHECKS: dict[str, Callable[[], Finding]] = {
    "Python": _python, "Packages": _packages, "Language model": _language_model, "Gazetteer": _gazetteer, "Knowledge": _knowledge,
}  # fmt: skip
