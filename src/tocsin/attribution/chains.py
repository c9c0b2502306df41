"""Sources behind a source: "Reuters reported that …, citing two officials" has the officials as innermost source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from tocsin.attribution.cues import Cues
from tocsin.attribution.sayings import Saying
from tocsin.model.text import Sentence

_CITING = frozenset({"cite", "quote"})


def chain_sources(sayings: Mapping[int, list[Saying]], sentences: Sequence[Sentence], cues: Cues) -> None:
    """Give those who are cited beside a report the content of that report; the cited ones then follow the reporter in the chain."""
    for number, group in sayings.items():
        for n, saying in enumerate(group):
            report = _report(saying, group, sentences[number])
            cited = _cited(saying, sentences[number], cues)
            if report is not None and cited is not None:
                cue = replace(saying.cue, id="citing", speech=True, documents=False, stance="assert")
                group[n] = replace(saying, source=cited, cue=cue, tokens=report.tokens - set(range(saying.head, cited + 1)),
                                   quotes=list(report.quotes), parts=list(report.parts), way="that")


def _cited(saying: Saying, sentence: Sentence, cues: Cues) -> int | None:
    """Return the head word of those who are cited, None when it is a thing ("citing security concerns")."""
    token = sentence.tokens[saying.head]
    if saying.lemma not in _CITING or token.tag != "VBG" or sentence.kids(saying.head, "prep", "xcomp"):
        return None
    objects = [k for k in sentence.kids(saying.head, "dobj") if k > saying.head]
    known = [k for k in objects if sentence.tokens[k].ent in ("PERSON", "ORG", "NORP") or sentence.tokens[k].lemma in cues.speakers | cues.documents]
    return known[0] if known else None


def _report(saying: Saying, group: Sequence[Saying], sentence: Sentence) -> Saying | None:
    """Return the report beside which somebody is cited: the nearest one above it, or the one above the clause on which it hangs."""
    above = {head: distance for distance, head in enumerate(sentence.ancestors(saying.head))}
    reports = [other for other in group if other.head in above and other.cue.speech and (other.tokens or other.quotes) and other is not saying]
    return min(reports, key=lambda other: above[other.head], default=None)
