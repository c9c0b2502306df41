"""Read the YAML of the actor base into plain rows and check every key: files in, rows out, all problems at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from tocsin.errors import KnowledgeError

Row = dict[str, Any]

KINDS = frozenset({"person", "group", "organisation", "population", "state"})
SECTORS = frozenset(
    "COP GOV JUD LEG MIL PRM PTY REB SPY UAF UNK AGR BUS CRM CVL EDU ELI JRN LAB MED REF OPP PRE REL SOC".split(),
)
RELATIONS = frozenset(
    "member leader commander affiliate faction split successor predecessor wing part ally merged founder spokesman head minister".split(),
)
ACTOR_KEYS = frozenset(
    "id name kind sector country religion ethnicity active aliases ties ucdp wikidata un leaders ideology office gender short".split(),
)
_DATED = re.compile(r"^(?P<what>.*?)\s*@(?P<since>\d{4})?(?P<dash>-)?(?P<until>\d{4})?$")
_SLUG = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")
_CODE = re.compile(r"^[A-Z]{3}$")


def data_folder() -> Path:
    """Return the folder of the shipped actor base."""
    return Path(str(files("tocsin"))) / "data" / "actors"


def actor_files(folder: Path) -> tuple[Path, ...]:
    """Return the files that hold actors, in a fixed order."""
    return tuple(sorted(path for part in ("groups", "organisations", "people") for path in (folder / part).glob("*.yaml")))


def load_yaml(path: Path) -> Any:
    """Return what one YAML file holds."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506


def dated(text: str) -> tuple[str, int | None, int | None]:
    """Split "ISI @2006-2013" into ("ISI", 2006, 2013). "@2006-" and "@-2013" are open on one side, "@2006" is that year alone."""
    found = _DATED.match(text)
    if found is None:
        return text, None, None
    since, until = found["since"], found["until"]
    if not found["dash"]:
        until = since
    return found["what"], int(since) if since else None, int(until) if until else None


def years(text: str | int | None) -> tuple[int | None, int | None]:
    """Return the years of "1980-1992", "1980-" or 1980."""
    return dated(f"x @{text}")[1:] if text is not None else (None, None)


def _problems_of_actor(row: Row) -> Iterator[str]:
    """Yield what is wrong with one actor row."""
    yield from (f"unknown key {key}" for key in row.keys() - ACTOR_KEYS)
    if not _SLUG.match(str(row.get("id", ""))) or not isinstance(row.get("name"), str):
        yield "needs a slug id and a name"
    if row.get("kind") not in KINDS:
        yield f"kind {row.get('kind')!r}"
    if row.get("sector") not in SECTORS | {None}:
        yield f"sector {row.get('sector')!r}"
    if row.get("country") is not None and not _CODE.match(str(row["country"])):
        yield f"country {row['country']!r}"
    yield from _problems_of_lists(row)


def _problems_of_lists(row: Row) -> Iterator[str]:
    for key in ("aliases", "ties", "leaders", "short"):
        values = row.get(key, [])
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            yield f"{key} must be a list of quoted texts"
            return
    for tie in row.get("ties", []):
        if tie.split()[0] not in RELATIONS or len(dated(tie)[0].split()) != 2:
            yield f"tie {tie!r}"
    since, until = years(row.get("active"))
    if since and until and since > until:
        yield f"active {row['active']!r}"


def check_actors(rows: Iterable[Row]) -> list[str]:
    """Return every problem of the rows: bad keys and values, and ids used twice."""
    seen: set[str] = set()
    found: list[str] = []
    for row in rows:
        name = str(row.get("id"))
        found += [f"{name}: {problem}" for problem in _problems_of_actor(row)]
        if name in seen:
            found.append(f"{name}: id used twice")
        seen.add(name)
    return found


def read_actors(folder: Path) -> list[Row]:
    """Return all actor rows of the base; a file may set defaults for its rows under `defaults`.

    Raises:
        KnowledgeError: rows break the schema; names every problem.
    """
    rows: list[Row] = []
    for path in actor_files(folder):
        content = load_yaml(path)
        problems = check_actors(fresh := [{**content.get("defaults", {}), **row} for row in content["actors"]])
        if problems:
            raise KnowledgeError(path.name, problems)
        rows += fresh
    doubles = [problem for problem in check_actors(rows) if problem.endswith("twice")]
    if doubles:
        raise KnowledgeError("actors", doubles)
    return rows
