"""The examples in docstrings and in the README run."""

from __future__ import annotations

import code
import contextlib
import doctest
import importlib
import io
import re
from pathlib import Path

import pytest

from tocsin.cli.app import main

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", ["tocsin", "tocsin.asking.differences", "tocsin.asking.door", "tocsin.report.harmless"])
def test_examples_in_docstrings_are_true(name):
    done = doctest.testmod(importlib.import_module(name))
    assert done.attempted > 0
    assert done.failed == 0


@pytest.mark.model
def test_the_notebook_of_the_readme_runs(tmp_path, monkeypatch):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (block,) = [block for block in re.findall(r"```python\n(.*?)```", readme, re.DOTALL) if "tocsin.open" in block]
    lines = [line.removeprefix(">>> ") for line in block.splitlines() if line.startswith(">>> ")]
    assert 10 <= len(lines) <= 12
    monkeypatch.chdir(tmp_path)
    files = [str(ROOT / "examples" / "desk.jsonl"), *map(str, sorted((ROOT / "examples").glob("*.txt")))]
    monkeypatch.setattr("sys.argv", ["tocsin", "ingest", *files, "--ledger", "news.ledger", "--author", "ada"])
    with contextlib.suppress(SystemExit):
        main()
    console, complaints = code.InteractiveConsole(), io.StringIO()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(complaints):
        for line in lines:
            console.push(line)
    assert complaints.getvalue() == ""
