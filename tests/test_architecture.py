"""Imports point down only, and rooms of one floor never import each other."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SRC = Path(__file__).parents[1] / "src" / "tocsin"
FLOORS: tuple[frozenset[str], ...] = (
    frozenset({"__init__", "errors"}),
    frozenset({"model", "data", "cache"}),
    frozenset({"ontology", "lexicon", "gazetteer", "actorbase", "counting"}),
    frozenset({"articles", "sentences", "times", "places", "actors", "attribution", "factuality", "frames", "events", "incidents", "gate"}),
    frozenset({"pipeline", "contract", "explain", "report", "linking", "records"}),
    frozenset({"ledger", "batch"}),
    frozenset({"asking", "access"}),
    frozenset({"exchange", "threat", "watching"}),
    frozenset({"publication"}),
    frozenset({"alerting"}),
    frozenset({"web"}),
    frozenset({"cli", "__main__"}),
)
FLOOR = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}
ALLOWED_SIDEWAYS = {("events", "factuality"), ("pipeline", "contract"), ("explain", "contract"), ("explain", "pipeline"),
                    ("__init__", "asking"), ("__init__", "ledger")}  # fmt: skip
"""`tocsin.open` is the public door and imports what it opens when it is called; `events` takes the judgements of `factuality` as an object with a method; the pipeline offers the contract's form."""


def room_of(path: Path) -> str:
    return path.relative_to(SRC).parts[0].removesuffix(".py")


def imported_rooms(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module == "tocsin":
            names = [f"tocsin.{a.name}" if (SRC / a.name).exists() or (SRC / f"{a.name}.py").exists() else "tocsin" for a in node.names]
        found |= {name.split(".")[1] if "." in name else "__init__" for name in names if name.split(".")[0] == "tocsin"}
    return found


@pytest.mark.parametrize("path", sorted(SRC.rglob("*.py")), ids=lambda path: str(path.relative_to(SRC)))
def test_imports_point_down_only(path: Path) -> None:
    here = room_of(path)
    assert here in FLOOR, f"{here} has no floor: add it to FLOORS"
    for room in imported_rooms(path) - {here}:
        if (here, room) == ("__main__", "cli"):
            continue
        down = FLOOR[room] < FLOOR[here]
        assert down or (here, room) in ALLOWED_SIDEWAYS, f"{path.relative_to(SRC)} imports {room}"


def test_only_render_imports_rich() -> None:
    for path in SRC.rglob("*.py"):
        if "rich" in {name.split(".")[0] for name in ast_imports(path)}:
            assert path.relative_to(SRC).as_posix() == "cli/render.py"


def test_spacy_stays_in_the_sentences_room() -> None:
    for path in SRC.rglob("*.py"):
        if "spacy" in {name.split(".")[0] for name in ast_imports(path)}:
            assert room_of(path) in {"sentences", "cli"}, path


def ast_imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found
