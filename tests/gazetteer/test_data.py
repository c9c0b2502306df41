"""The place tables: well-formed, and naming places that the index holds."""

import re

import pytest

from tocsin.errors import KnowledgeError
from tocsin.gazetteer import read
from tocsin.gazetteer.read import read_divisions, read_json, read_yaml
from tocsin.gazetteer.words import known_outlets, level_of, load_words

COUNTRIES = {row["iso"]: row for row in read_json("countries.json").values()}
ALPHA3 = {row["iso3"] for row in COUNTRIES.values()}
GONE = {"AN", "CS"}  # Netherlands Antilles, Serbia and Montenegro


def on_earth(at):
    return len(at) == 2 and -90 <= at[0] <= 90 and -180 <= at[1] <= 180


def test_every_country_has_a_middle_and_only_known_keys():
    own = read_yaml("countries.yaml")
    assert set(own) == set(COUNTRIES) - GONE
    assert all(set(entry) <= {"at", "also"} and on_earth(entry["at"]) for entry in own.values())


def test_divisions_have_codes_of_our_tables():
    codes = {f"{row.country}.{row.code}" for row in read_divisions("divisions.tsv")}
    named = read_yaml("division_names.yaml")
    assert set(named) <= codes
    assert all(set(entry) <= {"name", "also", "at", "id", "exact"} and on_earth(entry.get("at", (0, 0))) for entry in named.values())


def test_regions_are_well_formed_and_unique():
    regions = read_yaml("regions.yaml")
    assert all(set(row) <= {"name", "at", "feature", "in", "also", "weight", "admin1", "id"} for row in regions)
    assert all(on_earth(row["at"]) and set(row["in"]) <= ALPHA3 and row["weight"] > 0 for row in regions)
    names = [row["name"] for row in regions]
    assert len(names) == len(set(names))


def test_names_are_text():
    def texts(value):
        if isinstance(value, dict):
            return all(isinstance(key, str) for key in value) and all(map(texts, value.values()))
        return all(isinstance(item, str | int | float) and not isinstance(item, bool) for item in value) if isinstance(value, list) else True

    assert all(texts(read_yaml(name)) for name in ("words.yaml", "division_names.yaml", "countries.yaml", "outlets.yaml"))


def test_words_are_lower_case():
    words = load_words()
    for role in ("parts", "locative", "titles", "speech", "common", "public", "organisation", "striking", "trade", "first"):
        assert all(word == word.lower() for word in getattr(words, role)), role


def test_outlets_are_at_home_somewhere(gazetteer):
    for outlet, home in known_outlets().items():
        parts = [part.strip() for part in home.split(",")]
        assert parts[-1] in ALPHA3, outlet
        assert len(parts) in (1, 3), outlet
        if len(parts) == 3:
            assert any(hit.place.admin1 == parts[1] and hit.place.country == parts[2] for hit in gazetteer.spelt(parts[0])), outlet


def test_feature_codes_have_their_kind():
    assert [level_of(code) for code in ("PCLI", "ADM1", "ADM2", "PPLA", "STM", "MTS", "RGN")] == [
        "country", "division", "district", "town", "water", "height", None]


def test_a_broken_table_names_its_row(tmp_path, monkeypatch):
    (tmp_path / "divisions.tsv").write_text("# head\nAF\t10\tHelmand\tnorth\t64\n", encoding="utf-8")
    monkeypatch.setattr(read, "own_folder", lambda: tmp_path)
    with pytest.raises(KnowledgeError, match="row 1"):
        list(read_divisions("divisions.tsv"))


def test_headers_name_licence_and_rule():
    for path in read.own_folder().glob("*.*"):
        head = path.read_text(encoding="utf-8")[:1500]
        assert re.search(r"licence (?:Apache-2\.0|CC BY 4\.0)", head, re.IGNORECASE), path.name
