"""Small parts: short functions, short modules, no junk rooms, docstrings on public things."""

from __future__ import annotations

import ast
from pathlib import Path
from statistics import median, quantiles

SRC = Path(__file__).parents[1] / "src" / "tocsin"
MAX_FUNCTION, MAX_MODULE = 80, 500
JUNK = {"utils", "util", "helpers", "helper", "common", "misc", "shed", "tools"}


def functions(path: Path) -> list[tuple[str, int]]:
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
            body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
            found.append((f"{path.relative_to(SRC)}:{node.name}", node.end_lineno - body[0].lineno + 1))
    return found


ALL = [row for path in sorted(SRC.rglob("*.py")) for row in functions(path)]


def test_no_function_is_longer_than_a_screen() -> None:
    assert [row for row in ALL if row[1] > MAX_FUNCTION] == []


def test_functions_are_short() -> None:
    lengths = [length for _, length in ALL]
    assert median(lengths) <= 8
    assert quantiles(lengths, n=10)[-1] <= 25


def test_no_module_is_too_long() -> None:
    long = {path.relative_to(SRC).as_posix(): n for path in SRC.rglob("*.py") if (n := len(path.read_text(encoding="utf-8").splitlines())) > MAX_MODULE}
    assert long == {}


def test_no_junk_rooms() -> None:
    assert [path for path in SRC.rglob("*") if path.stem in JUNK] == []


def test_no_module_is_named_after_a_library() -> None:
    assert [path for path in SRC.rglob("*.py") if path.stem in {"logging", "json", "spacy", "rich", "typer", "yaml", "sqlite3"}] == []
