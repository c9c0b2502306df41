"""Load the rules of time from `data/times/rules/*.yaml` and compile them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from tocsin.errors import KnowledgeError
from tocsin.times.grammar import Grammar, Rule, compile_rules, parse_pattern
from tocsin.times.guards import CHECKS
from tocsin.times.meaning import OPERATIONS
from tocsin.times.vocabulary import read_yaml, vocabulary

FILES = ("days", "parts", "months", "years", "spans")
_KEYS = {"id", "group", "op", "facts", "patterns", "when", "after", "not_after", "before", "not_before", "hits", "misses"}
_LISTS = ("after", "not_after", "before", "not_before", "when", "patterns")
_NEEDED = ("id", "group", "op", "patterns")
_SHAPE_CLASSES = frozenset("NUM ORD DAYNUM HOUR YEAR YEAR2 DECADE ISODATE DIGITDATE CLOCK CLOCKAM CLOCK4 MIL MILDATE DAYRANGE YEARRANGE FISCAL "
                           "MODYEAR MODDECADE MONTHDAY".split())


def rule_rows() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every rule as it stands in its file, with the file's name."""
    for name in FILES:
        for row in read_yaml(f"rules/{name}.yaml"):
            yield name, row


@lru_cache(maxsize=1)
def grammar() -> Grammar:
    """Return the compiled rules.

    Raises:
        KnowledgeError: a rule has an unknown key, operation, check, class or group, lacks a key, or its id is taken.
    """
    rules, wrong, ids = [], [], set[str]()
    for order, (name, row) in enumerate(rule_rows()):
        wrong += [f"{name}: {row.get('id')}: {problem}" for problem in _problems(row)]
        if row.get("id") in ids:
            wrong.append(f"{name}: {row['id']}: twice")
        ids.add(row.get("id", ""))
        if not wrong:
            rules.append(_rule(row, order))
    if wrong:
        raise KnowledgeError("times/rules", wrong)
    try:
        return compile_rules(rules)
    except ValueError as error:
        raise KnowledgeError("times/rules", [str(error)]) from error


def _problems(row: dict[str, Any]) -> Iterator[str]:
    """Yield what is wrong with a row."""
    yield from (f"unknown key {key}" for key in set(row) - _KEYS)
    yield from (f"no {key}" for key in _NEEDED if not row.get(key))
    if row.get("op") not in OPERATIONS:
        yield f"unknown op {row.get('op')}"
    yield from (f"{key}: quote {word}" for key in _LISTS for word in row.get(key, ()) if not isinstance(word, str))
    yield from (f"unknown check {name}" for name in row.get("when", ()) if name not in CHECKS)
    known = vocabulary().class_names | _SHAPE_CLASSES
    for pattern in row.get("patterns", ()):
        for choices, _ in parse_pattern(pattern):
            yield from (f"unknown class {choice.symbol}" for choice in choices if choice.kind == "class" and choice.symbol not in known)


def _rule(row: dict[str, Any], order: int) -> Rule:
    """Return a checked row as a rule."""
    words = {key: frozenset(row.get(key, ())) for key in ("after", "not_after", "before", "not_before")}
    return Rule(row["id"], row["group"], tuple(row["patterns"]), row["op"], row.get("facts", {}), tuple(row.get("when", ())), order, **words)
