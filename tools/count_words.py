# ruff: noqa: INP001 - a script, not part of the package
"""Write `document_frequencies.tsv`: in how many news articles each word stands.

Run by hand over JSON Lines files of articles (`text`, `title`), one article a line; texts of fewer than 60 words that carry meaning are
passed over, as a passage is no article. Only counts are written. Files that the linker is measured on must not be among them.

    PYTHONPATH=src python tools/count_words.py src/tocsin/data/linking/document_frequencies.tsv ARTICLES.jsonl…
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

from tocsin.linking.words import words_of

FLOOR = 4
LEAST_WORDS = 60
HEADER = """\
# In how many news articles a word stands: what the linker weighs words by. Counts only; a word that is missing stands in fewer than {floor}.
# Columns: word (folded as linking/words.py folds it), number of articles.
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


def main() -> None:
    """Count and write."""
    target, *sources = map(Path, sys.argv[1:])
    articles, seen = count(sources)
    kept = sorted(word for word, n in seen.items() if n >= FLOOR)
    rows = "".join(f"{word}\t{seen[word]}\n" for word in kept)
    target.write_text(HEADER.format(articles=articles, floor=FLOOR) + rows, encoding="utf-8")


if __name__ == "__main__":
    main()
