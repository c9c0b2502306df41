"""Claims as statements, and records of real readings."""

import json
from importlib.resources import files
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tocsin.model.text import Article
from tocsin.pipeline import Reader, reading_dict
from tocsin.records.entities import bears_on_status, entity_record
from tocsin.records.identity import is_identity, party_key
from tocsin.records.incidents import incident_record
from tocsin.records.relations import relation_keys, relation_record
from tocsin.records.statement import claim_key, outlet_of, statements_of
from tocsin.records.told import ArticleFacts, Member, Told
from tocsin.sentences.parse import parse_article

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.txt"))
CLAIM = Draft202012Validator(json.loads(files("tocsin").joinpath("data/schema/claim.json").read_text(encoding="utf-8")))


def members_of(reading):
    """The incidents of a reading as the ledger keeps them."""
    article = reading["article"]
    facts = ArticleFacts(article["id"], outlet_of(article), article["published"], article["title"], article["uri"])
    told = {s.local: Told(s.id, s.body, facts) for s in statements_of(reading)}
    keys = {actor["id"]: party_key(actor) for actor in reading["actors"]}
    for row in reading["incidents"]:
        incident = row | {"claims": [told[c].id for c in row["claims"]], "actor": [keys[a] for a in row["actor"]], "recipient": [keys[a] for a in row["recipient"]],
                          "toll": [toll | {"claims": [told[c].id for c in toll["claims"]]} for toll in row["toll"]]}  # fmt: skip
        yield Member(f"{facts.id}#{row['id']}", facts, incident, tuple(told[c] for c in row["claims"]))


@pytest.mark.model
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_examples_give_claims_and_records_that_obey_their_schemas(path, model):
    article = Article(ref=path.name, id="sha256:0", text=path.read_text(encoding="utf-8"))
    reading = json.loads(json.dumps(reading_dict(Reader().read(article, parse_article(article, model)))))
    for statement in statements_of(reading):
        CLAIM.validate(statement.body)
        told = Told(statement.id, statement.body, ArticleFacts("sha256:0", "x"))
        for key in bears_on_status(statement.body):
            assert entity_record(key, [told], [])["history"]
        for key in relation_keys(statement.body):
            assert relation_record(key, [told])["history"]
    for member in members_of(reading):
        record = incident_record([member])
        assert record["label"] == record["label"].strip() != ""


def actor(name, kind, **fields):
    mention = {"span": [0, 1], "in": "text", "kind": "name" if name[:1].isupper() else "nominal"}
    return {"id": "a1", "name": name, "kb": None, "kind": kind, "country": None, "mentions": [mention]} | fields


@pytest.mark.parametrize(("party", "key"), [
    (actor("Islamic State", "group", kb="islamic-state"), "kb:islamic-state"),
    (actor("Kyiv", "state", country="UKR"), "state:UKR"),
    (actor("Joël Yougbaré", "person"), "name:person:joel-yougbare"),
    (actor("Khan", "person"), "words:person:-:khan"),
    (actor("gunmen", "unidentified", country="NGA"), "words:unidentified:NGA:gunmen"),
])  # fmt: skip
def test_party_keys(party, key):
    assert party_key(party) == key
    assert is_identity(key) == (not key.startswith("words:"))


def test_the_key_of_a_claim_outlives_a_newer_reading_of_it(desk):
    claim = desk.claim(desk.article())
    assert claim_key(claim.body) == claim_key({**claim.body, "factuality": "PR+", "score": 0.1})
    assert claim_key(claim.body) != claim_key({**claim.body, "type": "COERCE"})
