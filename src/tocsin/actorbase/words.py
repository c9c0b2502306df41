"""Read countries, communities and role nouns: each row of the YAML becomes all the forms that a text may use."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tocsin.actorbase.read import KINDS, SECTORS, Row, dated, load_yaml
from tocsin.errors import KnowledgeError

ANY, _, CAPITAL, _, _, EXACT = range(6)  # as in compile.py; NAME is for actors only
Entry = tuple[str, list[Any]]

_COUNTRY_KEYS = frozenset({"code", "name", "names", "adj", "noun", "capital", "seats", "historic"})
_COMMUNITY_KEYS = frozenset({"id", "name", "religion", "ethnicity", "countries", "adj", "noun", "both", "faith"})
_ROLE_KEYS = frozenset({"sector", "kind", "collective", "gender", "leader", "religion", "armed", "nouns"})
_INVARIANT = ("ese", "ois")
_IRREGULAR = {
    "person": "people", "child": "children", "grandchild": "grandchildren", "schoolchild": "schoolchildren", "wife": "wives",
    "housewife": "housewives", "midwife": "midwives", "thief": "thieves", "chief": "chiefs", "personnel": "personnel", "clergy": "clergy",
    "passerby": "passersby",
    "passer-by": "passers-by", "mother-in-law": "mothers-in-law", "father-in-law": "fathers-in-law", "brother-in-law": "brothers-in-law",
    "son-in-law": "sons-in-law", "sister-in-law": "sisters-in-law", "daughter-in-law": "daughters-in-law",
    "commander-in-chief": "commanders-in-chief", "aide-de-camp": "aides-de-camp", "attorney general": "attorneys general",
    "secretary general": "secretaries general", "secretary-general": "secretaries-general", "head of state": "heads of state",
    "head of government": "heads of government", "chief of staff": "chiefs of staff", "chief of police": "chiefs of police",
    "commissioner of police": "commissioners of police", "human": "humans", "shaman": "shamans",
}  # fmt: skip


def plural_of(noun: str) -> str:
    """Return the plural of an English noun or noun phrase; "sg|pl" forms are handled by `both_numbers`."""
    if noun in _IRREGULAR:
        return _IRREGULAR[noun]
    head, _, last = noun.rpartition(" ")
    if head and last in _IRREGULAR:
        return f"{head} {_IRREGULAR[last]}"
    if last.endswith("man") and not last.endswith(("German", "Roman", "Ottoman", "Turkoman", "Brahman", "Roman", "shaman")) and len(last) > 3:
        return noun[:-3] + "men"
    if last in {"man", "woman"}:
        return noun[:-3] + "men"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "z", "ch", "sh")) else "s")


def both_numbers(text: str) -> tuple[tuple[str, bool | None], ...]:
    """Return (form, is plural) of a noun entry: "Briton", "Frenchman", "Iraqi|Iraqis"; nouns in -ese have one form for both."""
    if "|" in text:
        one, many = text.split("|")
        return ((one, False), (many, True)) if one != many else ((one, None),)
    if text[:1].isupper() and text.endswith(_INVARIANT):
        return ((text, None),)
    return (text, False), (plural_of(text), True)


def _check(path: Path, rows: list[Row], allowed: frozenset[str]) -> list[Row]:
    problems = [f"row {number}: unknown key {key}" for number, row in enumerate(rows, 1) for key in row.keys() - allowed]
    if problems:
        raise KnowledgeError(path.name, problems)
    return rows


def _named(part: Row, *, historic: bool) -> Iterator[tuple[str, str, str | None, bool | None, bool]]:
    """Yield (text, form, sector, plural, historic) of names, adjectives and nouns of one country or of its past."""
    yield from ((text, "country", None, None, historic) for text in part.get("names", []))
    yield from ((text, "demonym_adj", None, None, historic) for text in part.get("adj", []))
    for text in part.get("noun", []):
        yield from ((form, "demonym_noun", None, plural, historic) for form, plural in both_numbers(text))


def _country_forms(row: Row) -> Iterator[tuple[str, str, str | None, bool | None, bool]]:
    yield row["name"], "country", None, None, False
    yield from _named(row, historic=False)
    yield from _named(row.get("historic", {}), historic=True)
    yield from ((text, "capital", "GOV", None, False) for text in row.get("capital", []))
    yield from ((text, "seat", "GOV", None, False) for text in row.get("seats", []))


def country_entries(folder: Path, common: frozenset[str]) -> Iterator[Entry]:
    """Yield (phrase, [code, country name, form, sector, plural, historic, from, to, case, spelling]) of every form in the file."""
    path = folder / "countries.yaml"
    for row in _check(path, load_yaml(path)["countries"], _COUNTRY_KEYS):
        for text, form, sector, plural, historic in _country_forms(row):
            word, since, until = dated(text)
            letters = word.replace(".", "")
            case = EXACT if letters.isupper() and len(letters) <= 4 else CAPITAL if word.lower() in common else ANY
            yield word, [row["code"], row["name"], form, sector, plural, historic, since, until, case, word]


def _community_forms(row: Row) -> Iterator[tuple[str, str, bool | None]]:
    yield from ((text, "adj", None) for text in row.get("adj", []))
    yield from ((text, "faith", None) for text in row.get("faith", []))
    for form in ("noun", "both"):
        for text in row.get(form, []):
            numbers = both_numbers(text)
            yield numbers[0][0], form, numbers[0][1] if form == "noun" else None
            yield from ((plural, "noun", number) for plural, number in numbers[1:])


def community_entries(folder: Path, common: frozenset[str]) -> Iterator[Entry]:
    """Yield (phrase, [id, name, religion, ethnicity, countries, form, plural, case]) of every form in the file."""
    path = folder / "communities.yaml"
    for row in _check(path, load_yaml(path)["communities"], _COMMUNITY_KEYS):
        for text, form, plural in _community_forms(row):
            case = CAPITAL if text.lower() in common else ANY
            yield text, [row["id"], row["name"], row.get("religion"), row.get("ethnicity"), row.get("countries", []), form, plural, case]


def _role_problems(row: Row) -> Iterator[str]:
    if row.get("sector") not in SECTORS | {None}:
        yield f"sector {row.get('sector')!r}"
    if row.get("kind") not in KINDS:
        yield f"kind {row.get('kind')!r}"


def role_entries(folder: Path) -> Iterator[Entry]:
    """Yield (form, [noun, sector, kind, collective, plural, gender, leader, religion, armed]) of every role noun and its plural.

    Raises:
        KnowledgeError: a row breaks the schema or a noun is listed twice.
    """
    path = folder / "roles.yaml"
    seen: dict[str, str] = {}
    rows = _check(path, load_yaml(path)["roles"], _ROLE_KEYS)
    problems = [problem for row in rows for problem in _role_problems(row)]
    for row in rows:
        for text in row["nouns"]:
            numbers = ((text, False),) if row.get("collective") and "|" not in text else both_numbers(text)
            noun = numbers[0][0]
            for form, plural in ((text.lower(), many) for text, many in numbers):
                if form in seen and seen[form] != noun:
                    problems.append(f"{form!r} listed twice")
                elif form not in seen:
                    yield form, _role_value(row, noun, plural=bool(plural))
                seen[form] = noun
    if problems:
        raise KnowledgeError(path.name, problems)


def _role_value(row: Row, noun: str, *, plural: bool) -> list[Any]:
    return [
        noun, row.get("sector"), row["kind"], bool(row.get("collective")), plural,
        row.get("gender"), bool(row.get("leader")), row.get("religion"), bool(row.get("armed")),
    ]  # fmt: skip
