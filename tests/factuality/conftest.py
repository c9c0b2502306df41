"""Judge starred words: in "Rebels failed to *attack*" the word between the stars is the event asked about."""

import pytest

from tocsin.factuality.judge import judge_events


def unstar(text):
    """Return the text without stars and the offsets of the starred words."""
    parts, clean, starts = text.split("*"), "", []
    for number, part in enumerate(parts):
        if number % 2:
            starts.append(len(clean))
        clean += part
    return clean, starts


@pytest.fixture(scope="session")
def judge(parse):
    def judge_text(text, **facts):
        clean, starts = unstar(text)
        _, sentences = parse(clean, **facts)
        judgements = judge_events(sentences, ())
        return [judgements.of(s.index, t.i) for start in starts for s in sentences for t in s.tokens if t.start == start and s.section == "text"]
    return judge_text
