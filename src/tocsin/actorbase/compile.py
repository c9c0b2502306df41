"""Turn the rows of the actor base into one index of plain lists and dictionaries that loads in milliseconds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tocsin.actorbase.names import fold, sound_key, token_sounds, words_of
from tocsin.actorbase.read import Row, data_folder, dated, load_yaml, read_actors, years
from tocsin.actorbase.words import community_entries, country_entries, role_entries

ANY, NAME, CAPITAL, MIDWAY, TITLED, EXACT, EXACT_WORD = range(7)
Index = dict[str, Any]


@dataclass(frozen=True, slots=True)
class CommonWords:
    """Everyday words that are also names: all of them, and those that count only inside a sentence."""

    all: frozenset[str]
    mid_sentence: frozenset[str]


def read_common_words(folder: Path) -> CommonWords:
    """Return the everyday words of the base."""
    content = load_yaml(folder / "common_words.yaml")
    mid_sentence = frozenset(content["mid_sentence"])
    return CommonWords(frozenset(content["words"]) | mid_sentence, mid_sentence)


def case_of(alias: str, *, common: CommonWords, short: bool = False) -> int:
    """Return how running text must write an alias.

    Acronyms and mixed abbreviations ("LeT") letter for letter; "The National" only behind a capital "The"; everyday words and bare
    surnames with a capital, the most harmless words only inside a sentence; other names with capitals too, unless the whole line is in
    lower case; names that the data write in lower case ("contras") any way.
    """
    letters = "".join(char for char in alias if char.isalpha())
    everyday = alias.lower() in common.all
    if alias.startswith("The ") and alias.count(" ") == 1 and not letters[3:].isupper():
        return TITLED
    if any(map(str.isdigit, alias)) and " " not in alias and not everyday:
        return ANY  # "M-19", "m-19": no everyday word has digits
    if len(letters) <= 6 and " " not in alias.strip() and (letters.isupper() or sum(map(str.isupper, letters)) > 1):
        return EXACT_WORD if everyday else EXACT
    if everyday and not short and alias.lower() in common.mid_sentence:
        return MIDWAY
    if everyday or short:
        return CAPITAL
    return NAME if any(char.isupper() for char in alias) else ANY


def alias_rows(row: Row, common: CommonWords) -> list[list[Any]]:
    """Return [name, from, to, case] of the canonical name, then of all aliases."""
    texts = [(row["name"], False), *((alias, False) for alias in row.get("aliases", [])), *((name, True) for name in row.get("short", []))]
    rows = []
    for text, short in texts:
        name, since, until = dated(text)
        rows.append([name, since, until, case_of(name, common=common, short=short)])
    return rows


def _tie_row(text: str) -> list[Any]:
    what, since, until = dated(text)
    relation, target = what.split()
    return [target, relation, since, until]


def actor_row(row: Row, common: CommonWords) -> list[Any]:
    """Return one actor in the order of the compiled form."""
    outside = [[scheme, str(row[scheme])] for scheme in ("ucdp", "un", "wikidata") if scheme in row]
    return [
        row["id"], row["name"], row["kind"], row.get("sector"), row.get("country"), row.get("religion"), row.get("ethnicity"),
        alias_rows(row, common), *years(row.get("active")), [_tie_row(tie) for tie in row.get("ties", [])], outside,
        row.get("leaders", []), row.get("ideology"), row.get("office"), row.get("gender"),
    ]  # fmt: skip


def _heads(phrases: Iterable[str]) -> dict[str, list[int]]:
    """Return, per first word, the lengths in words of the phrases that start with it, longest first."""
    lengths: dict[str, set[int]] = {}
    for phrase in phrases:
        first, _, rest = phrase.partition(" ")
        lengths.setdefault(first, set()).add(rest.count(" ") + 2 if rest else 1)
    return {first: sorted(found, reverse=True) for first, found in lengths.items()}


def _sound_keys(name: str, kind: str) -> Iterator[str]:
    words = sound_key(name).split()
    yield " ".join(sorted(words))
    if kind == "person" and len(words) > 1:
        yield words[-1]


def _index_actors(rows: list[list[Any]]) -> tuple[dict[str, list[list[int]]], dict[str, list[int]]]:
    exact: dict[str, list[list[int]]] = {}
    sound: dict[str, list[int]] = {}
    for number, row in enumerate(rows):
        for place, alias in enumerate(row[7]):
            entries = exact.setdefault(" ".join(fold(alias[0])), [])
            entries.append([number, place])
            for key in _sound_keys(alias[0], row[2]):
                if number not in (known := sound.setdefault(key, [])):
                    known.append(number)
    return exact, sound


def _index_alike(rows: list[list[Any]]) -> tuple[dict[str, list[list[int]]], dict[str, int]]:
    """Return the sound phrases of all names of two words or more, and the longest length per first sound."""
    phrases: dict[str, list[list[int]]] = {}
    heads: dict[str, int] = {}
    for number, row in enumerate(rows):
        for place, (name, _, _, case) in enumerate(row[7]):
            sounds = [sound for word in name.split() for sound in token_sounds(word)]
            if case == NAME and len(sounds) > 1 and len(name) > 7:
                phrases.setdefault(" ".join(sounds), []).append([number, place])
                heads[sounds[0]] = max(heads.get(sounds[0], 0), len(sounds))
    return phrases, heads


def _index_words(entries: Iterable[tuple[str, list[Any]]]) -> dict[str, list[list[Any]]]:
    index: dict[str, list[list[Any]]] = {}
    for phrase, value in entries:
        words = words_of(phrase)
        known = index.setdefault(" ".join(words[1:] if len(words) > 1 and words[0] == "the" else words), [])
        if value not in known:
            known.append(value)
    return index


def compile_base(folder: Path | None = None) -> Index:
    """Return the index of all files of the actor base.

    Raises:
        KnowledgeError: a file breaks its schema.
    """
    folder = folder or data_folder()
    common = read_common_words(folder)
    actors = [actor_row(row, common) for row in read_actors(folder)]
    exact, sound = _index_actors(actors)
    alike, alike_heads = _index_alike(actors)
    countries = _index_words(country_entries(folder, common.all))
    communities = _index_words(community_entries(folder, common.all))
    return {
        "actors": actors, "exact": exact, "sound": sound, "heads": _heads(exact), "alike": alike, "alike_heads": alike_heads,
        "countries": countries, "country_heads": _heads(countries),
        "communities": communities, "community_heads": _heads(communities),
        "roles": dict(role_entries(folder)),
    }  # fmt: skip
