"""The line by which people know an incident: how many of whom, what, by whom, where and when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from tocsin.records.choose import place_line
from tocsin.records.figures import is_everybody
from tocsin.records.parties import is_nobody
from tocsin.records.rules import label_rules, toll_rules
from tocsin.records.shapes import day
from tocsin.records.tolls import show_range

Row = dict[str, Any]
_MOST_NAMES = 3
_MONTHS = "January February March April May June July August September October November December".split()


def label(record: Row, counted: Sequence[Row], words: str | None) -> str:
    """Return the line of an incident.

    Args:
        record: The record, all but its label.
        counted: Parties that the leading figure counts.
        words: The words of the leading figure ("dozens"), None for a number.
    """
    act = _toll_line(record, counted, words) or _act_line(record)
    prefix = label_rules().statuses.get(record["status"], "")
    where = place_line(record["place"]) if record["place"]["name"] or record["place"]["country"] else None
    line = ", ".join(part for part in (act, where, when_line(record["time"])) if part)
    if prefix and not _starts_with_name(record, line):
        return prefix + line[:1].lower() + line[1:]
    return prefix + line[:1].upper() + line[1:]


def _starts_with_name(record: Row, line: str) -> bool:
    """Tell whether a line begins with the name of a party, which keeps its capital."""
    return any(line.startswith(row["name"]) for side in ("perpetrators", "parties", "victims") for row in record[side])


def leading(tolls: Sequence[Row], mode: str | None = None) -> Row | None:
    """Return the toll that the label leads with: the gravest of which somebody suffered, or that of the act itself where it is far wider.

    Hundreds abducted and two guards killed are told as an abduction.
    """
    order = toll_rules().order
    rows = [row for row in tolls if row["best"]]
    gravest = max((row["best"] for row in rows if row["effect"] == "killed"), default=0)
    effect, least = label_rules().mode_effects.get(mode or ""), label_rules().far_wider * max(gravest, 1)
    own = [row for row in rows if row["effect"] == effect and row["best"] >= least]
    if own:
        return own[0]
    return min(rows, key=lambda row: order.index(row["effect"]) if row["effect"] in order else len(order), default=None)


def _toll_line(record: Row, counted: Sequence[Row], words: str | None) -> str | None:
    row = leading(record["toll"], record["mode"])
    if row is None or row["effect"] not in label_rules().effects:
        return None
    doers = _doers(record)
    by = f" by {_names(doers, _link(record))}" if doers and row["effect"] in label_rules().done_by else ""
    by = f" in fighting between {_names(_sides(record))}" if record["parties"] and not doers and len(_sides(record)) > 1 else by
    return f"{_how_many(row, counted, words, record)} {label_rules().effects[row['effect']]}{by}"


_RELATIVE = re.compile(r"(?i)^(?:his|her|their|its|my|our|your|whose)\b|['’]s\b|s['’] ")


def is_relative(name: str) -> bool:
    """Tell whether a description needs somebody else to be understood ("his daughter", "Brown's mother")."""
    return bool(_RELATIVE.search(name))


def _doers(record: Row) -> list[str]:
    """Return who did it, as far as a line can say: the party that most articles name, and others named at least half as often."""
    rows = [row for row in record["perpetrators"] if row["attribution"] != "denied" or record["status"] == "denied"]
    rows = [row for row in rows if not is_nobody(row)]
    return [row["name"] for row in rows if 2 * len(row["claims"]) >= len(rows[0]["claims"])]


def _link(record: Row) -> str:
    """Return the word between those blamed: rivals did it one or the other."""
    return " or " if record["grade"]["evidence_rule"] == "competing-attributions" else " and "


def _sides(record: Row) -> list[str]:
    return [row["name"] for row in record["parties"] if row["role"] == "side"]


def _how_many(row: Row, counted: Sequence[Row], words: str | None, record: Row) -> str:
    """Return how many of whom: names of one or two people, else the number and what they are called."""
    people = [party for party in counted if party["kind"] == "person"]
    if people and len(people) == len(counted) == row["best"] == row["high"] and len(people) <= _MOST_NAMES and not any(map(is_nobody, people)):
        return _names([party["name"] for party in people])
    noun = _noun(counted, record)
    if row["best"] == 1 and row["high"] == 1:
        one = next((party["name"] for party in counted if party["kind"] == "person" and not is_nobody(party)), None)
        return one or ("1 person" if noun == "people" else f"1 of the {noun}")
    if row["policy"] == "plural":
        return noun[0].upper() + noun[1:]
    if row["policy"] == "word" and words and row["low"] == row["best"]:
        return f"{words.capitalize()} {noun}" if words.lower() in label_rules().bare_words else f"{words.capitalize()} of {noun}"
    return f"{_number(row)} {noun}"


def _number(row: Row) -> str:
    text = show_range(row["low"], row["high"])
    return text[0].upper() + text[1:]


def _noun(counted: Sequence[Row], record: Row) -> str:
    """Return what to call the people of a figure: their own name when it is a plural of its own, else their community, else people."""
    names = [_bare(row["name"]) for row in counted if row["kind"] != "person" and not is_nobody(row) and not is_relative(row["name"])]
    if len(names) == 1 and not re.match(r"(?i)^(a|an|the|its|his|her|their)\b|^\d", names[0]) and not is_everybody([names[0].lower()]):
        return names[0]
    named: list[str] = [row["name"] for row in record["victims"] if row["kind"] == "population" and row["religion"] and not is_nobody(row)]
    return named[0] if len(named) == 1 and not counted else "people"


def _bare(name: str) -> str:
    """Return what people are called without how many of them are meant ("more girls" → "girls")."""
    words = name.split()
    while len(words) > 1 and words[0].lower() in label_rules().counting:
        words.pop(0)
    return " ".join(words)


def _act_line(record: Row) -> str:
    """Return what was done in words, for incidents without a toll."""
    rules = label_rules()
    sides = _sides(record)
    if len(sides) > 1 and record["type"] == "ASSAULT":
        return rules.clash.format(sides=_names(sides))
    template = rules.modes.get(record["mode"] or "") or rules.types.get(record["type"]) or record["type"].capitalize()
    if len(sides) > 1:
        return rules.between.format(act=re.sub(r"\s+\w+ \{\w+\}", "", template), sides=_names(sides))
    doers = _doers(record) or [row["name"] for row in record["parties"] if row["role"] == "actor"]
    who = [row["name"] for row in record["victims"]] or [row["name"] for row in record["parties"] if row["role"] == "recipient"]
    what = [row["object"] for row in record["damage"]]
    line = _filled(template, who=who or what, what=what or who)
    if record["type"] in rules.of_somebody and doers:
        return f"{_names(doers)}: {line[:1].lower()}{line[1:]}"
    return f"{line} by {_names(doers, _link(record))}" if doers and line else line


def _filled(template: str, *, who: Sequence[str], what: Sequence[str]) -> str:
    """Return a template with its slot filled, or without it ("Attack on {who}" → "Attack")."""
    for slot, names in (("{who}", who), ("{what}", what)):
        if slot in template:
            bare = re.sub(r"\s+\w+ " + re.escape(slot), "", template) if not template.startswith(slot) else template.replace(slot, "Somebody")
            return template.replace(slot, _names(names)) if names else bare
    return template


def _names(names: Sequence[str], link: str = " and ") -> str:
    """Return names as a list in words; more than three are counted."""
    names = list(dict.fromkeys(names))
    if len(names) <= _MOST_NAMES:
        return link.join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else "".join(names)
    return f"{names[0]} and {len(names) - 1} others"


def when_line(time: Row) -> str | None:
    """Return a time as people write it.

    >>> when_line({"start": "2015-02-01", "end": "2015-02-28", "edtf": "2015-02"})
    'February 2015'
    """
    first, last = day(time["start"]), day(time["end"])
    if not first or not last:
        return None
    if first == last:
        return f"{first.day} {_month(first)}"
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
        return str(first.year)
    if (first.year, first.month) == (last.year, last.month):
        whole = first.day == 1 and (last.month != date.fromordinal(last.toordinal() + 1).month if last < date.max else True)
        return _month(first) if whole else f"{first.day}–{last.day} {_month(first)}"
    return f"{first.day} {_month(first)} – {last.day} {_month(last)}"


def _month(when: date) -> str:
    return f"{_MONTHS[when.month - 1]} {when.year}"
