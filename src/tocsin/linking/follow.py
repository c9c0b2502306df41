"""Which incidents of an article are consequences of another one: the arrest, the charge and the verdict for a killing belong to its story.

Each stays an incident of the article and an item of its own. Across articles, arrests are put together with arrests and killings with killings;
then the group of arrests goes to the killing that the articles say it was for. What was suffered twice stays apart: the arrest of those who
were attacked is no consequence of the attack, but a happening of its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

Row = dict[str, Any]

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class FollowWords:
    """What `data/linking/follows.yaml` says."""

    acts: Mapping[str, frozenset[str | None]]
    cores: frozenset[str]
    links: re.Pattern[str]
    nots: re.Pattern[str]
    gap: int

    def link(self, between: str, trigger: str) -> bool:
        """Tell whether the words between an act and a later trigger say that the act was for it."""
        text = f"{between}{{{trigger}}}".lower()
        return len(between) <= self.gap and self.links.search(text) is not None and not self.nots.search(text)


@cache
def load_follow_words() -> FollowWords:
    """Return the shipped words."""
    row = yaml.load(resources.files("tocsin").joinpath("data/linking/follows.yaml").read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - safe
    acts = {kind: frozenset(modes) for kind, modes in row["acts"].items()}
    return FollowWords(acts, frozenset(row["cores"]), re.compile("|".join(row["links"])), re.compile(row["nots"]), row["gap"])


def followed(reading: Row) -> dict[str, str]:
    """Return incident id → id of the incident of the same reading that it follows; the first in the text when the text names several."""
    words = load_follow_words()
    incidents = {incident["id"]: incident for incident in reading["incidents"]}
    acts = [claim for claim in reading["claims"] if claim.get("mode") in words.acts.get(claim["type"], ())]
    found: dict[str, str] = {}
    for act in acts:
        for core in reading["claims"] if act["incident"] not in found else ():
            if core["type"] in words.cores and _is_ground(act, core, incidents, reading["article"], words):
                found[act["incident"]] = core["incident"]
                break
    return found


def _is_ground(act: Row, core: Row, incidents: Mapping[str, Row], article: Row, words: FollowWords) -> bool:
    """Tell whether one claim is the ground of another: named as such, or done by those who are arrested for it in the same sentence."""
    if act["incident"] == core["incident"] or (act["in"], act["evidence"]["sentence"]) != (core["in"], core["evidence"]["sentence"]):
        return False
    one, other = incidents.get(act["incident"]), incidents.get(core["incident"])
    if one is None or other is None or other["type"] in words.acts or _shares(act, core, "recipient") or _shares(act, core, "actor"):
        return False
    if other["status"] in {"future", "hypothetical"} or one["status"] in {"future", "hypothetical"}:
        return False
    text = (article["text"] if act["in"] == "text" else article["title"]) or ""
    end: int = act["trigger"][1]
    start, stop = int(core["trigger"][0]), int(core["trigger"][1])
    return end <= start and words.link(text[end:start], text[start:stop])


def _shares(one: Row, other: Row, role: str) -> bool:
    """Tell whether one party has the same role in both: victims arrested, or a raid by those who arrest."""
    return not {*one[role]}.isdisjoint(other[role])
