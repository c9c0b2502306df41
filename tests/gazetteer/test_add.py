"""Adding a country dump."""

import zipfile

import pytest

from tocsin.errors import InputError, UsageError
from tocsin.gazetteer.add import add_country
from tocsin.gazetteer.load import open_gazetteer


def row(number, name, others, lat, lon, kind, code, division="34", district="", people=0):
    return "\t".join([str(number), name, name, others, str(lat), str(lon), kind, code, "AF", "", division, district, "", "", str(people), "", "900",
                      "Asia/Kabul", "2020-01-01"])


DUMP = "\n".join([
    row(1149361, "Islamic Republic of Afghanistan", "Afghanistan", 33.0, 66.0, "A", "PCLI", "00", people=37_172_386),
    row(1135690, "Kunar", "Konar,ولایت کنر", 34.85, 71.1, "A", "ADM1", people=400_000),
    row(900001, "Marah Warah", "Marawara", 34.9, 71.2, "A", "ADM2", district="3401"),
    row(900002, "Bājawro", "Bajwaro,Bajawro", 34.91, 71.23, "P", "PPL", district="3401"),
    row(900003, "Asadābād Bridge", "", 34.87, 71.15, "S", "BDG", district="3401"),
    row(900004, "Some Hotel", "", 34.87, 71.15, "S", "HTL"),
]) + "\n"


@pytest.fixture
def data(tmp_path, monkeypatch):
    monkeypatch.setenv("TOCSIN_DATA", str(tmp_path / "data"))
    return tmp_path


def zipped(folder):
    path = folder / "AF.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "about " * 1000)
        archive.writestr("AF.txt", DUMP)
    return path


def plain(folder):
    path = folder / "AF.txt"
    path.write_text(DUMP, encoding="utf-8")
    return path


@pytest.mark.parametrize("dump", [zipped, plain])
def test_a_dump_brings_villages_and_sites_with_their_divisions(data, dump):
    assert add_country(dump(data)) == 5
    found = open_gazetteer().lookup("Bajwaro")
    assert [(place.geonameid, place.country, place.admin1, place.admin2, place.city) for place in found] == [(900002, "AFG", "Kunar", "Marah Warah", "Bajawro")]
    assert [place.feature for place in open_gazetteer().lookup("Asadabad Bridge")] == ["BDG"]
    assert open_gazetteer().lookup("Some Hotel") == ()


def test_a_division_of_the_dump_takes_the_place_of_ours(data):
    add_country(plain(data))
    kunar = [place for place in open_gazetteer().lookup("Kunar") if place.country == "AFG" and place.feature == "ADM1"]
    assert [place.geonameid for place in kunar] == [1135690]


def test_adding_again_replaces_the_country(data):
    add_country(plain(data))
    assert add_country(zipped(data)) == 5
    assert len(open_gazetteer().lookup("Bajwaro")) == 1


def test_built_in_places_stay(data):
    add_country(plain(data))
    assert any(place.country == "FRA" for place in open_gazetteer().lookup("Paris"))


def test_a_country_code_says_which_file_to_fetch(data):
    with pytest.raises(UsageError, match=r"dump/SY\.zip.*tocsin gazetteer add SY\.zip"):
        add_country("sy")


def test_a_missing_file_is_named(data):
    with pytest.raises(UsageError, match=r"no file nowhere\.zip"):
        add_country("nowhere.zip")


@pytest.mark.parametrize("content", [b"one\ttwo\n", b"", b"\xff\xfe\x00 not text"])
def test_a_file_that_is_no_dump_is_refused(data, content):
    path = data / "XX.txt"
    path.write_bytes(content)
    with pytest.raises(InputError):
        add_country(path)
    assert not (data / "data" / "gazetteer" / "XX.sqlite").exists()


def test_an_archive_without_text_is_refused(data):
    path = data / "XX.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("picture.png", b"")
    with pytest.raises(InputError):
        add_country(path)
