"""A small grammar over word classes: patterns in a tree by what they start with, matched without trying rule after rule.

A pattern is a row of elements: a plain word (`last`), alternatives (`on|in`), a word class in capitals (`MONTH`), another group of
rules in angle brackets (`<day>`); `?` makes an element optional, `name:` gives what it matched another name than its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from tocsin.times.lexing import Lexed, Value

Kind = Literal["word", "class", "group"]


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a pattern. `name` is what its match is called in `Match.parts` ("" for plain words)."""

    kind: Kind
    symbol: str
    name: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: the group that it belongs to, what its matches mean (`op` and fixed facts), and where it may stand.

    Attributes:
        order: Place in the files; of two matches of equal length the earlier rule holds.
        conditions: Names of checks on the words around, see `tocsin.times.guards`.
        after, before: Words of which one must stand right before or right after; `not_after`, `not_before`: must not.
    """

    id: str
    group: str
    patterns: tuple[str, ...]
    op: str
    facts: Mapping[str, Value]
    conditions: tuple[str, ...]
    order: int
    after: frozenset[str] = frozenset()
    not_after: frozenset[str] = frozenset()
    before: frozenset[str] = frozenset()
    not_before: frozenset[str] = frozenset()

    @property
    def guarded(self) -> bool:
        """Tell whether the rule asks anything of its surroundings."""
        return bool(self.conditions or self.after or self.not_after or self.before or self.not_before)


@dataclass(frozen=True, slots=True)
class Match:
    """A stretch of tokens [first, end) that a rule covers, with its parts by name."""

    rule: Rule
    first: int
    end: int
    parts: Mapping[str, Value | Match]


@dataclass(slots=True)
class Node:
    """A state of the pattern tree."""

    words: dict[str, Node] = field(default_factory=dict)
    classes: dict[tuple[str, str], Node] = field(default_factory=dict)
    groups: dict[tuple[str, str], Node] = field(default_factory=dict)
    rules: list[Rule] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Grammar:
    """Compiled rules: a tree for each group, and what each group can start with."""

    roots: Mapping[str, Node]
    first_words: Mapping[str, frozenset[str]]
    first_classes: Mapping[str, frozenset[str]]


def parse_pattern(pattern: str) -> Iterator[tuple[tuple[Element, ...], bool]]:
    """Yield the alternatives of each element of a pattern, and whether it may be left out."""
    for part in pattern.split():
        optional = part.endswith("?") and len(part) > 1
        body = part[:-1] if optional else part
        name, body = body.split(":", 1) if ":" in body and len(body) > 1 else ("", body)
        yield tuple(_element(choice, name) for choice in body.split("|")), optional


def _element(choice: str, name: str) -> Element:
    """Return one alternative of an element."""
    if choice.startswith("<"):
        return Element("group", choice[1:-1], name or choice[1:-1])
    if choice.isupper() and choice.isalnum():
        return Element("class", choice, name or choice.lower())
    return Element("word", choice, "")


def compile_rules(rules: Iterable[Rule]) -> Grammar:
    """Return the grammar of the rules."""
    roots: dict[str, Node] = {}
    for rule in rules:
        root = roots.setdefault(rule.group, Node())
        for pattern in rule.patterns:
            _add(root, list(parse_pattern(pattern)), rule)
    words: dict[str, frozenset[str]] = {}
    classes: dict[str, frozenset[str]] = {}
    for name in roots:
        words[name], classes[name] = _firsts(roots, name, frozenset())
    return Grammar(roots, words, classes)


def _add(node: Node, rest: list[tuple[tuple[Element, ...], bool]], rule: Rule) -> None:
    """Grow the tree below a node by the rest of a pattern."""
    if not rest:
        node.rules.append(rule)
        return
    (choices, optional), *later = rest
    if optional:
        _add(node, later, rule)
    for choice in choices:
        _add(_grown(node, choice), later, rule)


def _grown(node: Node, element: Element) -> Node:
    """Return the node that an element leads to, made when it is new."""
    if element.kind == "word":
        return node.words.setdefault(element.symbol, Node())
    table = node.classes if element.kind == "class" else node.groups
    return table.setdefault((element.symbol, element.name), Node())


def _firsts(roots: Mapping[str, Node], name: str, seen: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Return words and classes that a group can start with.

    Raises:
        ValueError: a group starts with itself, or names a group that has no rules.
    """
    if name in seen or name not in roots:
        raise ValueError(f"group <{name}> " + ("starts with itself" if name in seen else "has no rules"))
    root = roots[name]
    words, classes = frozenset(root.words), frozenset(symbol for symbol, _ in root.classes)
    for symbol, _ in root.groups:
        more_words, more_classes = _firsts(roots, symbol, seen | {name})
        words, classes = words | more_words, classes | more_classes
    return words, classes


class Matcher:
    """Matches the groups of a grammar on one sentence; each group at each position is worked out once."""

    def __init__(self, grammar: Grammar, lexed: Lexed, allows: Callable[[Rule, int, int], bool]) -> None:
        """Start with nothing matched. `allows` decides whether a guarded rule may cover tokens [first, end)."""
        self._allows = allows
        self._grammar = grammar
        self._lexed = lexed
        self._done: dict[tuple[str, int], dict[int, Match]] = {}

    def matches(self, group: str, at: int) -> dict[int, Match]:
        """Return the matches of a group that start at a token, one for each end: that of the earliest rule."""
        key = (group, at)
        found = self._done.get(key)
        if found is None:
            found = self._done[key] = self._walk(group, at) if self._may_start(group, at) else {}
        return found

    def _may_start(self, group: str, at: int) -> bool:
        """Tell whether a token can open a group."""
        if at >= len(self._lexed.words):
            return False
        if self._lexed.words[at] in self._grammar.first_words[group]:
            return True
        firsts = self._grammar.first_classes[group]
        return any(name in firsts for name in self._lexed.classes[at])

    def _walk(self, group: str, first: int) -> dict[int, Match]:
        """Follow every path of a group's tree from a token on."""
        found: dict[int, Match] = {}
        stack: list[tuple[Node, int, dict[str, Value | Match]]] = [(self._grammar.roots[group], first, {})]
        while stack:
            node, at, parts = stack.pop()
            for rule in node.rules:
                if (at not in found or rule.order < found[at].rule.order) and (not rule.guarded or self._allows(rule, first, at)):
                    found[at] = Match(rule, first, at, parts)
            if at < len(self._lexed.words):
                stack.extend(self._steps(node, at, parts))
        return found

    def _steps(self, node: Node, at: int, parts: dict[str, Value | Match]) -> Iterator[tuple[Node, int, dict[str, Value | Match]]]:
        """Yield where a node leads from a token."""
        after = node.words.get(self._lexed.words[at])
        if after is not None:
            yield after, at + 1, parts
        here = self._lexed.classes[at]
        if here:
            for (symbol, name), after in node.classes.items():
                if symbol in here:
                    value, end = here[symbol]
                    yield after, end, {**parts, name: value}
        for (symbol, name), after in node.groups.items():
            for end, match in self.matches(symbol, at).items():
                yield after, end, {**parts, name: match}
