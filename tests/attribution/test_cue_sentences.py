"""Every `hits` and `misses` sentence of the data files holds."""

import re

import pytest

from tocsin.attribution.cues import FILES, load_cues, read_rows
from tocsin.attribution.find import find_attributions

ROWS = [(name, row) for name in FILES for row in read_rows(name)]
HITS = [(row["id"], row["stance"], marked) for _, row in ROWS for marked in row.get("hits", ())]
MISSES = [(row["id"], words, text) for name, row in ROWS for words in [row[FILES[name]]] for text in row.get("misses", ())]
MARK = re.compile(r"[\[\]<>{}]")
pytestmark = pytest.mark.model


def plain(marked):
    return MARK.sub("", marked)


def part(marked, opening, closing):
    found = re.search(re.escape(opening) + "([^" + re.escape(closing) + "]*)", marked)
    return plain(found[1]) if found else None


def shown(text, spans):
    return [text[start:end] for start, end in spans]


@pytest.mark.parametrize(("entry", "stance", "marked"), HITS, ids=[f"{entry}-{n}" for n, (entry, _, _) in enumerate(HITS)])
def test_a_hit_yields_its_marked_source_cue_content_and_stance(parse, entry, stance, marked):
    text = plain(marked)
    article, sentences = parse(text)
    found = find_attributions(sentences, ()).items
    rows = [(text[slice(*a.source)] if a.source else None, text[slice(*a.cue)], shown(article.text, a.content), a.stance) for a in found]
    assert (part(marked, "[", "]"), part(marked, "<", ">"), [plain(text) for text in re.findall(r"\{(.*?)\}", marked)], stance) in rows, rows


@pytest.mark.parametrize(("entry", "words", "text"), MISSES, ids=[f"{entry}-{n}" for n, (entry, _, _) in enumerate(MISSES)])
def test_a_miss_yields_no_attribution_by_the_words_of_its_entry(parse, entry, words, text):
    _, sentences = parse(text)
    assert not [a for a in find_attributions(sentences, ()).items if a.lemma in words]


def test_the_shipped_cues_load_and_know_say():
    assert load_cues().verbs[("say", "")]
