"""The gate lets in what may hold claims and keeps out what cannot."""

from __future__ import annotations

import pytest

from tocsin.gate.decide import load_gate
from tocsin.model.text import Article


def lets_in(text, title=None):
    return load_gate().lets_in(Article("x", "sha256:0", text, title=title))


@pytest.mark.parametrize("text", [
    "Gunmen killed three farmers in Borno on Monday, police said.",
    "The army denied that it had shelled the village.",
    "The president met the Turkish foreign minister in Ankara; the ambassador of Iran was there too.",
    "protesters clashed with policemen after prayers",
    "Christians were kidnapped and churches burned, the bishop said.",
])  # fmt: skip
def test_articles_on_conflict_and_politics_come_in(text):
    assert lets_in(text)


@pytest.mark.parametrize("text", [
    "", "   ", "Rain will clear by the weekend.", "Stir the flour with water and slash the dough before it is baked.",
    "The striker hit the post twice before the break.", "A small company sells a telephone that can be mended.",
])  # fmt: skip
def test_harmless_texts_stay_out(text):
    assert not lets_in(text)


def test_the_title_counts():
    assert lets_in("More follows.", title="Rebels kidnap two soldiers")
