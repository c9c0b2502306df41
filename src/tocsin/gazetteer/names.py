"""The names of divisions: plain letters, with and without the word for their kind, and what we add by hand."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tocsin.gazetteer.fold import fold
from tocsin.gazetteer.read import Division, Row, read_yaml

_KINDS = (
    "Province|Governorate|Department|Region|Oblast'?|Oblast’|State|District|County|Prefecture|Municipality|Krai|Kray|Republic|Division|Parish|"
    "Voivodeship|Canton|City|Emirate|Wilaya|Raion|Council|Zone|Sheng"
)
_BEFORE = re.compile(r"^(?:Provincia de|Provincia|Departamento de|Departamento|Estado de|Estado|State of|Republic of|Région de|Muhafazat|Mohafazat|"
                     r"Province of|Municipality of|Oblast|Judet|Județul|Comunitat|Opština|Općina|Muḩāfaz̧at)\s+(?=\w{3})")
_AFTER = re.compile(rf"(?<=\w\w\w)\s+(?:{_KINDS})$", re.IGNORECASE)
_BARE_DIRECTION = re.compile(r"^(?:(?:north|south|east|west)\w*|central|upper|lower|red sea|capital|federal|national)$", re.IGNORECASE)
# Countries whose own script is another than Latin: marks on their romanised names are scholarship, not spelling.
FOREIGN_SCRIPT = frozenset(
    """AE AF AM BD BG BH BT BY CN CY DJ DZ EG EH ER ET GE GR IL IN IQ IR JO JP KG KH KP KR KW KZ LA LB LK LY MA MK MM MN MR MV NP OM PK PS
    QA RU SA SD SY TH TJ TN TW UA YE""".split()
)
_MODIFIERS = dict.fromkeys(map(ord, "ʻʼʽʾʿ’‘"), "'")


def plain_name(name: str, country: str) -> str:
    """Return a name without the marks of scholarly transliteration: Yemen's "Ḩajjah" gives "Hajjah", Colombia's "Córdoba" stays."""
    text = name.translate(_MODIFIERS).strip("' ")
    if text.isascii() or country not in FOREIGN_SCRIPT:
        return text
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))


def bare_name(name: str) -> str:
    """Return a division's name without the word for its kind, where enough is left to name it."""
    bare = _AFTER.sub("", _BEFORE.sub("", name)).strip()
    return name if _BARE_DIRECTION.match(bare) else bare


@dataclass(frozen=True, slots=True)
class Naming:
    """What a division is called: the name that we show, other names, abbreviations that count only as written, a better middle, its id."""

    name: str
    names: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    at: tuple[float, float] | None = None
    id: int | None = None


def division_names(divisions: Iterable[Division], regions: Iterable[Row], countries: dict[str, str]) -> dict[tuple[str, str], Naming]:
    """Return, by country and code, what first-level divisions are called.

    Args:
        divisions: The rows of divisions.tsv.
        regions: The first-level divisions among our regions ("Chechnya"), which add names and a middle.
        countries: ISO 3166 alpha-3 by alpha-2.
    """
    known = read_yaml("division_names.yaml")
    asides = {(country, key): row for row in regions for country in row["in"] for key in map(fold, (row["name"], *row.get("also", ())))}
    return {(division.country, division.code): _naming(division, known, asides, countries.get(division.country, "")) for division in divisions}


def _naming(division: Division, known: dict[str, Row], asides: dict[tuple[str, str], Row], alpha3: str) -> Naming:
    extra = known.get(f"{division.country}.{division.code}") or {}
    plain = plain_name(division.name, division.country)
    shown = extra.get("name") or bare_name(plain)
    aside: Row = next((asides[alpha3, key] for name in (shown, *extra.get("also", ()), plain) if (alpha3, key := fold(name)) in asides), {})
    shown = extra.get("name") or aside.get("name") or shown
    others = (bare_name(plain), plain, division.name, *_articles(shown), *extra.get("also", ()), *aside.get("also", ()))
    at = extra.get("at") or aside.get("at")
    return Naming(shown, tuple(dict.fromkeys(name for name in others if name != shown)), tuple(extra.get("exact", ())),
                  (at[0], at[1]) if at else None, extra.get("id") or aside.get("id"))


def _articles(name: str) -> Iterator[str]:
    """Yield an Arabic name without its article: "Al Anbar" gives "Anbar"."""
    match = re.match(r"(?:[Aa]l|A[dhnrstz]h?|[Ee]l)[ -](?=[A-Z])", name)
    if match:
        yield name[match.end():]
