"""What an article tells about where it plays: where its paper is at home, where it is dated, and which nations it speaks of."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from tocsin.actorbase.load import load_actor_base
from tocsin.gazetteer.load import NAME, Gazetteer
from tocsin.gazetteer.words import country_codes, known_outlets, load_words
from tocsin.model.text import Article, Sentence
from tocsin.model.where import Toponym

_NATION_LABELS = frozenset({"NORP", "LANGUAGE"})
_BEFORE = re.compile(r"(?:the|my|e|daily|inside|local|online|click(?:on|2)?|connect|crimein|abc|nbc|cbs|fox|cw|eyewitness|news|city\s?of)\d*")


@dataclass(slots=True)
class Scene:
    """Where an article plays, as far as its surface tells.

    Attributes:
        home: Places where its outlet may be at home.
        home_country: ISO alpha-3 of the outlet's country, None when unknown.
        nations: How often each country's people or adjective is named, by ISO alpha-3.
    """

    home: tuple[Toponym, ...] = ()
    home_country: str | None = None
    nations: Counter[str] = field(default_factory=Counter)


def set_scene(article: Article, sentences: Sequence[Sentence], gazetteer: Gazetteer) -> Scene:
    """Return where an article plays, before any of its place names is resolved."""
    home, country = outlet_home(article.outlet or "", gazetteer)
    return Scene(home, country, count_nations(sentences))


def outlet_home(outlet: str, gazetteer: Gazetteer) -> tuple[tuple[Toponym, ...], str | None]:
    """Return the towns and divisions that an outlet may be at home in, and its country when its domain or our list tells.

    "gainesvilleregister.com" gives every Gainesville; which one it is, the article must tell. "The Boston Globe" gives Boston.
    """
    host = re.sub(r"^(?:https?://)?(?:www\d?\.)?", "", outlet.strip().lower()).split("/")[0]
    known = known_outlets().get(host) or known_outlets().get(host.partition(".")[2]) or known_outlets().get(outlet.strip().lower())
    if known:
        return _listed_home(known, gazetteer)
    if "." not in host or " " in host:
        return _named_home(outlet, gazetteer), None
    labels = host.split(".")
    country = _country_of_domain(labels)
    found = [place for label in labels[:-1] for place in _stem_home(label, gazetteer) if country in (None, place.country)]
    return tuple(dict.fromkeys(found)), country


def _listed_home(known: str, gazetteer: Gazetteer) -> tuple[tuple[Toponym, ...], str | None]:
    """Return the place of a line of our list of outlets."""
    parts = [part.strip() for part in known.split(",")]
    if len(parts) < 3:
        return (), parts[-1]
    town, division, country = parts
    found = [hit.place for hit in gazetteer.spelt(town) if hit.place.country == country and hit.place.admin1 == division]
    return tuple(found[:1]), country


def _country_of_domain(labels: Sequence[str]) -> str | None:
    """Return the country of a top-level domain; some codes are sold to anyone and say nothing by themselves."""
    last = labels[-1]
    if len(last) != 2 or (last in ("co", "tv", "me", "io", "fm", "ly", "to", "cc") and len(labels) < 3):
        return None
    return country_codes().get("gb" if last == "uk" else last)


def _named_home(outlet: str, gazetteer: Gazetteer) -> tuple[Toponym, ...]:
    words = [word for word in re.findall(r"[A-Za-z'.-]+", outlet) if word.lower() != "the"]
    for count in range(min(3, len(words) - 1), 0, -1):
        found = _settled(" ".join(words[:count]), gazetteer)
        if found:
            return found
    return ()


def _stem_home(stem: str, gazetteer: Gazetteer) -> tuple[Toponym, ...]:
    """Return the places of the longest place name in a part of a domain, with only words of the trade before and behind it."""
    letters, trade = stem.replace("-", ""), _trade_words()
    starts = {0, *(match.end() for match in [_BEFORE.match(letters)] if match)}
    for length in range(len(letters), 3, -1):
        for start in sorted(starts):
            name, rest = letters[start:start + length], letters[start + length:]
            if len(name) == length and trade.fullmatch(rest) and not trade.fullmatch(name):
                found = _settled(name, gazetteer) or _settled(_spaced(name), gazetteer)
                if found:
                    return found
    return ()


@cache
def _trade_words() -> re.Pattern[str]:
    """Return the pattern of any row of words of the news trade and numbers."""
    return re.compile(rf"(?:{'|'.join(sorted(load_words().trade))}|\d+)*")


def _spaced(name: str) -> str:
    """Return a domain's name with a space where a common first word of town names ends: "losangeles" gives "los angeles"."""
    first = next((word for word in load_words().first if name.startswith(word) and len(name) > len(word) + 2), "")
    return f"{first} {name[len(first):]}" if first else name


def _settled(name: str, gazetteer: Gazetteer) -> tuple[Toponym, ...]:
    """Return the towns of some size, the divisions and the countries that bear a name as their own."""
    if len(name) < 4 or name in load_words().common:
        return ()
    return tuple(hit.place for hit in gazetteer.spelt(name)
                 if hit.how == NAME and (hit.place.feature in ("ADM1", "ADM2", "PCLI") or (hit.place.city and hit.place.population > 2000)))


def count_nations(sentences: Sequence[Sentence]) -> Counter[str]:
    """Return how often the article names each country by its people or adjective ("Afghan police")."""
    base, nations = load_actor_base(), Counter[str]()
    for sent in sentences:
        for token in sent.tokens:
            if token.ent in _NATION_LABELS or (token.pos == "ADJ" and token.text[0].isupper()):
                demonym = base.country_of(token.text)
                if demonym is not None:
                    nations[demonym.country] += 1
    return nations


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Return the distance between two points, taking the Earth as flat between them: within 5 % below 1,000 km, enough to compare."""
    x = math.radians((lon2 - lon1 + 180) % 360 - 180) * math.cos(math.radians((lat1 + lat2) / 2))
    return 6371.0 * math.hypot(x, math.radians(lat2 - lat1))
