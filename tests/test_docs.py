"""What the program offers stands in the docs; what the docs link to exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer.main

from tocsin.cli.app import app
from tocsin.pipeline import STAGES

ROOT = Path(__file__).parents[1]
COMMANDS = (ROOT / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")


def commands(group, prefix="tocsin"):
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, f"{prefix} {name}")
        else:
            yield f"{prefix} {name}", command


ALL = list(commands(typer.main.get_command(app)))


@pytest.mark.parametrize(("name", "command"), ALL, ids=[name for name, _ in ALL])
def test_each_command_and_option_is_documented(name, command):
    assert f"`{name}" in COMMANDS
    for parameter in command.params:
        for option in parameter.opts:
            if option.startswith("--") and option != "--help":
                assert f"`{option}" in COMMANDS, option


@pytest.mark.parametrize("page", sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]), ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page):
    for target in re.findall(r"\]\((?!https?:|#)([^)#\s]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


def test_each_stage_has_a_page_on_how_it_decides():
    pages = {page.stem for page in (ROOT / "docs" / "how-it-decides").glob("*.md")}
    names = {"events": "claims"}
    assert {names.get(stage, stage) for stage in STAGES} <= pages


def test_each_dependency_has_its_reason():
    text = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8").lower()
    for line in re.findall(r'^  "([A-Za-z0-9_-]+)', (ROOT / "pyproject.toml").read_text(encoding="utf-8").split("[project.optional")[0], re.MULTILINE):
        assert line.lower() in text, line


def test_yaml_files_say_what_they_are():
    for path in (ROOT / "src" / "tocsin" / "data").rglob("*.yaml"):
        assert path.read_text(encoding="utf-8").startswith("#"), path
