"""Nothing that was planted in the ledger's words, names, files or decisions is in any file of any format of a release."""

from __future__ import annotations

import base64
import io
import json
import unicodedata
import zipfile
from datetime import date
from urllib.parse import quote, unquote

import pyarrow.parquet as pq
import pytest
from handmade import HOW, actor, day_time, event, place_of, reading, span_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tocsin.asking.desk import decide
from tocsin.asking.lists import list_records
from tocsin.exchange.formats import FORMATS
from tocsin.ledger.articles import Collected
from tocsin.ledger.store import Incoming, Ledger
from tocsin.publication.profile import read_profile
from tocsin.publication.release import build

TODAY = date(2026, 3, 2)
SECRET = b"s" * 32
INSTALLED = [name for name in FORMATS if name != "ftm"]
try:
    import followthemoney  # noqa: F401

    INSTALLED.append("ftm")
except ImportError:
    pass

OPEN = f"""
title = "Test"
audience = "public"
formats = {json.dumps(INSTALLED)}
kinds = ["incident", "person", "group", "relation", "case"]
communities = "keep"
quotes = 300
[admit]
reviews = ["unreviewed", "accepted", "corrected"]
statuses = ["actual", "disputed", "denied", "future", "hypothetical"]
[names]
person = "pseudonym"
group = "keep"
organisation = "keep"
population = "keep"
[places]
finest = "place"
population_floor = 10000
[dates]
finest = "day"
[sources]
outlets = "keep"
titles = true
addresses = true
[small_cells]
sensitive = "keep"
"""
"""As open as a public profile can be while people are not named."""

NAMES = ["Barnabas Ndyambo", "يوسف الحداد", "Žofie Křížová", "Jean-Luc Mbeki-Tchoua", "MARYAM QOZHAYA", "Dawda O'Keeffe"]
INSIDE = [
    "Barnabas", "Ndyambo", "B. Ndyambo", "الحداد", "يوسف", "Křížová", "Krizova", "Žofie", "Tchoua", "Mbeki", "Qozhaya", "Keeffe", "Umm Zahra", "Zahrawiya",
    "+964 770 555 0199", "7705550199", "33.123456", "44.654321", "interview-with-source.txt", "thumbdrive", "informer-7", "desk-laptop-9", "analyst-quill",
    "quillsworth", "zebrafish-note", "the blue gate", "blue gate", "Hassan the baker", "Farmhouse", "watch-tower lane", "secret-reason", "Deacon Pello", "Pello",
    "sealedstory", "redactedstory", "Lomwe Chirwa", "Chirwa",
]  # fmt: skip


AREAS = [("IRQ", "Al Anbar"), ("LBY", "Sirte"), ("NGA", "Borno"), ("EGY", "Minya"), ("SYR", "Idlib"), ("MLI", "Mopti"), ("SDN", "Khartoum"), ("TCD", "Lac"),
         ("YEM", "Aden")]  # fmt: skip
FILLER = "ore pin mud oak tin ash elm fig hay ice jet kit log map net owl pad rug sea toe urn vat wax yak zip bog cod dew eel fog".split()
"""Words that make each story another one, so that none is taken for a copy."""


def story(name: str, n: int, **facts):
    """Return a reading with the name of a person in every place where a reading may hold one."""
    words = (f"Gunmen of the Red Dune Front killed {21 + n} people in Umm Zahra near the blue gate on 20{n + 10}-02-1{n}, said {name}, whose number is +964 770 555 0199. "
             f"{name}'s brother Hassan the baker lives in a Farmhouse in watch-tower lane. No word yet of {name}.")  # fmt: skip
    words += " " + " ".join(f"{chr(97 + n)}{word}{chr(97 + n)} stays {n}{n}" for word in FILLER)
    people = [actor(words, 1, "Red Dune Front", sector="REB"), actor(words, 2, name, kind="person", role=f"deacon {name}", religion="Christianity"),
              actor(words, 3, f"{name}'s brother", kind="person"), actor(words, 4, "Hassan the baker", kind="population", religion="Christianity")]  # fmt: skip
    country, area = AREAS[n]
    place = {**place_of("Sirte"), "name": "Umm Zahra", "city": "Umm Zahra", "admin2": "Zahrawiya", "admin1": area, "country": country,
             "lat": 33.123456 - n * 5, "lon": 44.654321 - n * 5, "geonameid": 999999999}  # fmt: skip
    claim = event(words, "killed", actor=["a1"], recipient=["a2", "a3", "a4"], place="Sirte", day=f"20{n + 10}-02-1{n}", mode="targeted",
                  toll=[("killed", 21 + n, 21 + n, str(21 + n))], sentence=words[: words.index(" No word")])  # fmt: skip
    claim |= {"place": place, "contexts": ["religion_ethnicity"],
              "sources": [{"name": f"{name}, deacon", "role": "witness", "actor": "a2", "span": span_of(words, name)}],
              "damage": [{"object": f"{name}'s Farmhouse", "effect": "burned", "low": 1, "high": 1, "span": span_of(words, "Farmhouse")}],
              "means": {"name": "the blue gate gun", "span": span_of(words, "blue gate")}}  # fmt: skip
    claim["toll"][0]["who"] = "a2"
    leads = event(words, "lives", number=2, incident="i2", kind="relation", type="leadership", actor=["a2"], recipient=["a1"], day=f"20{n + 10}")
    ends = event(words, "word", number=3, incident="i3", kind="status", type="dead", actor=[], recipient=["a2"], day=f"20{n + 10}-02-12", place="Sirte")
    case = {"incident": "i1", "question": f"whether {name} came home to Umm Zahra", "span": span_of(words, "No word yet"), "in": "text", "state": "open"}
    facts = {"ref": f"interview-with-source.txt/{name}", "uri": f"https://example.org/{quote(name)}-killed?who=informer-7", "title": f"{name} killed in Umm Zahra",
             "outlet": "Valley Post", "published": f"20{n + 10}-02-1{n + 1}", **facts}  # fmt: skip
    return reading(words, [claim, leads, ends], actors=people, cases=[case], **facts)


def keep(ledger: Ledger, row) -> str:
    how = Collected("/media/thumbdrive/interview-with-source.txt", "file", "analyst-quill", "desk-laptop-9", "tocsin test")
    return ledger.ingest([Incoming(row, row["article"]["text"].encode(), how)], "analyst-quill")[0].article_id


@pytest.fixture
def planted(ledger):
    """A ledger with a secret in every field that holds words, and decisions whose words are secrets too."""
    articles = [keep(ledger, story(name, n % 8)) for n, name in enumerate(NAMES)]
    articles.append(keep(ledger, story("Lomwe Chirwa", 8, outlet=None, uri=None, title="sealedstory")))
    with ledger.reading() as connection:
        incidents = sorted((row for row in list_records(connection, "incident").rows if row["type"] == "ASSAULT"), key=lambda row: row["time"]["edtf"])
        cases = list_records(connection, "case").rows
        people = list_records(connection, "person").rows
    who = {"who": "analyst-quill"}
    decide(ledger, "note", incidents[0]["id"], reason="zebrafish-note", value={"text": "zebrafish-note of quillsworth"}, **who)
    decide(ledger, "correct", incidents[0]["id"], reason="secret-reason", **who, value={
        "label": "Deacon Pello killed", "type": "ASSAULT", "mode": "Deacon Pello", "contexts": ["Deacon Pello"], "acled": {"event_type": "Pello", "sub_event_type": "Pello"},
        "communities": ["Deacon Pello"], "damage": [{"object": "Pello house", "effect": "Pello", "low": 1, "high": 1, "claims": []}],
        "means": [{"name": "Pello gun", "claims": []}], "victims": ["Deacon Pello"], "place": {"name": "Umm Zahra", "country": "LBY", "lat": 33.123456, "lon": 44.654321},
        "time": {"edtf": "Pello", "start": "2015-02-11", "end": "2015-02-11"}})  # fmt: skip
    decide(ledger, "close", cases[0]["id"], reason="secret-reason", value={"answer": "Deacon Pello came home"}, evidence=[articles[0]], **who)
    decide(ledger, "seal", articles[-1], reason="secret-reason", **who)
    decide(ledger, "redact", next(row["id"] for row in people if "mbeki" in row["id"]), reason="secret-reason", value={"scope": "all"}, **who)
    return ledger


def test_the_ledger_of_these_tests_is_as_they_want_it(planted):
    with planted.reading() as connection:
        assert len([row for row in list_records(connection, "incident").rows if row["type"] == "ASSAULT"]) == len(NAMES) + 1


def texts_of(name: str, content: bytes) -> list[str]:
    """Return all that can be read in a file: archives and columns unpacked."""
    found = [content.decode("utf-8", "replace"), content.decode("utf-16-le", "replace")]
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            found += [text for part in packed.namelist() for text in (part, *texts_of(part, packed.read(part)))]
    if content[:4] == b"PAR1":
        table = pq.read_table(io.BytesIO(content))
        found += [json.dumps(table.to_pylist(), ensure_ascii=False, default=str), str(table.schema.metadata)]
    if name.endswith((".json", ".jsonl", ".geojson")):
        found += [json.dumps(json.loads(line), ensure_ascii=False) for line in content.decode().splitlines() if line.strip()[:1] == "{" and line.strip()[-1:] == "}"]
    return [form for text in found for form in (text, unquote(text))]


def forms_of(secret: str) -> set[str]:
    """Return the ways in which a secret might be written."""
    plain = {unicodedata.normalize(form, secret) for form in ("NFC", "NFD", "NFKC")}
    slugs = {text.replace(" ", mark) for text in plain for mark in ("-", "_", "%20", "+", "")}
    stripped = "".join(char for char in unicodedata.normalize("NFKD", secret) if not unicodedata.combining(char))
    coded = {base64.b64encode(secret.encode()).decode().rstrip("=")[:-1], quote(secret), json.dumps(secret)[1:-1], secret.encode().hex()}
    return {form.casefold() for form in plain | slugs | coded | {stripped} if len(form) > 3}


def leaks(release, secrets) -> list[tuple[str, str]]:
    haystack = {name: "\n".join(text.casefold() for text in [name, *texts_of(name, content)]) for name, content in release.files.items()}
    return [(name, secret) for secret in secrets for form in forms_of(secret) for name, text in haystack.items() if form in text]


def release_of(ledger, profile: str, places, **more):
    with ledger.reading() as connection:
        return build(connection, read_profile(profile.encode()), today=TODAY, secret=SECRET, places=places, **more)


def records_of(release, kind="incident"):
    return [row for line in release.files["records.jsonl"].decode().splitlines() if (row := json.loads(line))["kind"] == kind]


def test_no_planted_secret_is_in_any_file_of_any_format(planted, places):
    release = release_of(planted, OPEN, places)
    assert len(records_of(release)) >= 5
    assert records_of(release, "person")
    assert records_of(release, "case")
    assert leaks(release, INSIDE + NAMES) == []


@pytest.mark.parametrize("person", ["redact", "pseudonym", "known"])
@pytest.mark.parametrize("finest", ["place", "admin1", "country"])
def test_no_secret_leaves_whatever_the_profile_says_of_people_and_places(planted, places, person, finest):
    profile = OPEN.replace('person = "pseudonym"', f'person = "{person}"').replace('finest = "place"', f'finest = "{finest}"')
    assert leaks(release_of(planted, profile, places), INSIDE + NAMES) == []


def test_the_search_for_leaks_finds_what_is_there(planted, places):
    release = release_of(planted, OPEN, places)
    assert leaks(release, ["Red Dune Front"])
    assert leaks(release, ["Valley Post"])


def test_no_name_leaves_even_where_people_are_kept_but_for_theirs(planted, places):
    release = release_of(planted, OPEN.replace('person = "pseudonym"', 'person = "keep"'), places)
    assert leaks(release, ["Ndyambo"])
    assert leaks(release, ["Lomwe", "Chirwa", "Mbeki", "Tchoua", "analyst-quill", "zebrafish", "Hassan the baker", "33.123456", "Umm Zahra"]) == []


def test_ids_cannot_be_computed_from_articles(planted, places):
    with planted.reading() as connection:
        rows = [row for kind in ("incident", "case", "relation") for row in list_records(connection, kind).rows]
    ids = {row["id"] for row in rows} | {claim for row in rows for claim in row.get("claims", ())} | {m for row in rows for m in row.get("members", ())}
    ids |= {source["article"].removeprefix("sha256:") for row in rows for source in row.get("sources", ())}
    assert leaks(release_of(planted, OPEN, places), sorted(ids)) == []


def test_a_key_that_the_list_does_not_know_never_leaves(planted, places, monkeypatch):
    from tocsin.publication import release as module

    real = module.candidates
    monkeypatch.setattr(module, "candidates", lambda *args: [_with_extra(row) for row in real(*args)])
    assert leaks(release_of(planted, OPEN, places), ["unknownkeysecret"]) == []


def _with_extra(value):
    """Return a record with a new key in every row of it."""
    if isinstance(value, dict):
        return {**{key: _with_extra(part) for key, part in value.items()}, "extra": "unknownkeysecret"}
    return [_with_extra(part) for part in value] if isinstance(value, list) else value


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_string_in_any_field_of_a_record_leaves_but_codes_and_public_names(planted, places, data, monkeypatch):
    secret = "zq" + data.draw(st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=6, max_size=12)) + "xw"
    from tocsin.publication import release as module

    def poisoned(connection, profile):
        rows = [row for row in original(connection, profile) if row["type"] == "ASSAULT"]
        paths = sorted({path for row in rows for path in _paths(row)})
        chosen = data.draw(st.sampled_from([path for path in paths if not _is_needed(path)]))
        return [_planted(row, chosen, secret) for row in rows]

    original = module.candidates
    with monkeypatch.context() as patch:
        patch.setattr(module, "candidates", poisoned)
        profile = OPEN.replace('group = "keep"', 'group = "known"').replace('organisation = "keep"', 'organisation = "known"').replace('population = "keep"', 'population = "known"')
        assert leaks(release_of(planted, profile, places), [secret]) == []


def _is_needed(path: tuple) -> bool:
    """Tell whether the ledger itself guarantees the form of a field: what is looked up by it, or is compared."""
    return path[-1] in {"id", "article", "key", "review", "kind"} or path in {("claims",), ("rejected_claims",)}


def _paths(value, path=()):
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _paths(part, (*path, key))
    elif isinstance(value, list):
        for part in value:
            yield from _paths(part, path)
    elif isinstance(value, str):
        yield path


def _planted(value, path, secret):
    if not path:
        return [_planted(part, path, secret) for part in value] if isinstance(value, list) else secret
    if isinstance(value, list):
        return [_planted(part, path, secret) for part in value]
    if isinstance(value, dict):
        return {key: _planted(part, path[1:], secret) if key == path[0] else part for key, part in value.items()}
    return value


def test_day_time_of_the_factory_is_what_the_ledger_takes():
    assert day_time("2015-02")["ucdp_precision"] == 4
    assert HOW.method == "file"
