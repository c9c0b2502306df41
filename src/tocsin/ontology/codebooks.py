"""CAMEO root code, GTD attack type and UCDP type of violence of a claim, derived by the tables in data/ontology/codebooks.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from tocsin.ontology.acled import Deed, Rule


@dataclass(frozen=True, slots=True)
class Codebook:
    """One table: its rules in order, and the name of each code."""

    rules: tuple[Rule, ...]
    names: dict[str, str]

    def code(self, deed: Deed) -> tuple[str, str] | None:
        """Return (code, name) of a claim, None when the codebook would not code it."""
        rule = next((rule for rule in self.rules if rule.fits(deed)), None)
        return (rule.give, self.names[rule.give]) if rule else None


@cache
def load_codebooks() -> dict[str, Codebook]:
    """Return the tables by name: cameo, gtd, ucdp."""
    raw: dict[str, Any] = yaml.safe_load(files("tocsin").joinpath("data/ontology/codebooks.yaml").read_text("utf-8"))
    names = {"cameo": "cameo_roots", "gtd": "gtd_attack_types", "ucdp": "ucdp_types"}
    return {book: Codebook(tuple(map(_rule, raw[book])), {str(code): name for code, name in raw[key].items()}) for book, key in names.items()}


def _rule(row: dict[str, Any]) -> Rule:
    """Return one row of a table."""
    wants = tuple((key, frozenset(map(str, words))) for key, words in row.items() if key not in {"give", "sides"})
    return Rule(wants, row.get("sides") == "two", str(row["give"]))


def cameo_of(deed: Deed) -> tuple[str, str] | None:
    """Return the CAMEO root code ("18", "Assault") of an event claim, None for relations and statuses."""
    return load_codebooks()["cameo"].code(deed)


def gtd_of(deed: Deed) -> tuple[str, str] | None:
    """Return the GTD attack type ("6", "Hostage Taking (Kidnapping)") of a violent claim, None for others."""
    return load_codebooks()["gtd"].code(deed)


def ucdp_of(deed: Deed) -> tuple[str, str] | None:
    """Return UCDP's type of violence ("3", "one-sided violence") when the sides are known well enough, else None."""
    return load_codebooks()["ucdp"].code(deed)
