# ruff: noqa: INP001 - a script, not part of the package
"""Write `document_frequencies.tsv`: in how many news articles each word stands.

Run by hand over JSON Lines files of articles (`text`, `title`), one article a line; texts of fewer than 60 words that carry meaning are
passed over, as a passage is no article. Only counts are written. Files that the linker is measured on must not be among them.

A few thousand articles do not show how often countries and known groups are in the news of all years: their words count as standing in at
least one article in 50 and in 100.

    PYTHONPATH=src python tools/count_words.py src/tocsin/data/linking/document_frequencies.tsv ARTICLES.jsonl…
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml

from tocsin.linking.words import words_of

FLOOR = 4
COUNTRIES_OFTEN, ACTORS_OFTEN = 50, 100
ACTORS = Path(__file__).parents[1] / "src" / "tocsin" / "data" / "actors"
LEAST_WORDS = 60
HEADER = """\
# In how many news articles a word stands: what the linker weighs words by. Counts only; a word that is missing stands in fewer than {floor}.
# Columns: word (folded as linking/words.py folds it), number of articles.
# Words of countries and of known actors count as standing in at least one article in {often} and in {known}: they are in the news of all years.
# Counted by tools/count_words.py over English news of conflict, rights, crime and politics, 2000-2020; do not edit. Licence: Apache-2.0.
# articles: {articles} floor: {floor}
"""


def count(paths: list[Path]) -> tuple[int, Counter[str]]:
    """Return the number of articles and the words' document frequencies."""
    articles, seen = 0, Counter[str]()
    for path in paths:
        with path.open(encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                words = words_of(f"{row.get('title') or ''}\n{row['text']}")
                if words.total() >= LEAST_WORDS:
                    articles += 1
                    seen.update(words.keys())
    return articles, seen


def rows_of(path: Path, key: str) -> Iterator[dict[str, Any]]:
    """Yield the entries of a file of the actor base."""
    yield from yaml.safe_load(path.read_text(encoding="utf-8"))[key]


def country_words() -> set[str]:
    """Return the words of all names, demonyms and capitals of countries."""
    names: list[str] = []
    for row in rows_of(ACTORS / "countries.yaml", "countries"):
        for part in (row, row.get("historic", {})):
            names += [part.get("name", ""), *(name for key in ("names", "adj", "noun", "capital") for name in part.get(key, []))]
    return words_in(names) | {f"{word}s" for word in words_in(names)}


def actor_words() -> set[str]:
    """Return the words of all names of known groups, organisations and people."""
    paths = [path for folder in ("groups", "organisations", "people") for path in sorted((ACTORS / folder).glob("*.yaml"))]
    return words_in(name for path in paths for row in rows_of(path, "actors") for name in (row["name"], *row.get("aliases", [])))


def words_in(names: Iterable[str]) -> set[str]:
    """Return the words of names, without years of use."""
    return {word for name in names for word in words_of(re.sub(r"@.*", "", name.replace("|", " "))) if len(word) > 2}


def main() -> None:
    """Count and write."""
    target, *sources = map(Path, sys.argv[1:])
    articles, seen = count(sources)
    for words, often in ((country_words(), COUNTRIES_OFTEN), (actor_words(), ACTORS_OFTEN)):
        seen.update({word: max(0, articles // often - seen[word]) for word in words})
    kept = sorted(word for word, n in seen.items() if n >= FLOOR)
    rows = "".join(f"{word}\t{seen[word]}\n" for word in kept)
    target.write_text(HEADER.format(articles=articles, floor=FLOOR, often=COUNTRIES_OFTEN, known=ACTORS_OFTEN) + rows, encoding="utf-8")


if __name__ == "__main__":
    main()
