"""Small ledgers for questions: a handful of happenings that differ in what filters ask for."""

from __future__ import annotations

from typing import Any

from handmade import PLACES, actor, day_time, event, incoming, reading

from tocsin.ledger.store import Ledger

Row = dict[str, Any]

PLACES["Suva"] = {"country": "FJI", "admin1": "Central", "admin2": None, "city": "Suva", "lat": -18.14, "lon": 178.44, "geonameid": 2198148, "ucdp_precision": 1}
PLACES["Apia"] = {"country": "WSM", "admin1": "Tuamasaga", "admin2": None, "city": "Apia", "lat": -13.83, "lon": -171.77, "geonameid": 4035413,
                  "ucdp_precision": 1}  # fmt: skip
PLACES["Pole"] = {"country": None, "admin1": None, "admin2": None, "city": None, "lat": 89.95, "lon": -120.0, "geonameid": None, "ucdp_precision": 1}


def story(text: str, trigger: str, doer: Row | None = None, sufferer: Row | None = None, *, outlet: str = "Example Times", published: str = "2015-02-16",
          quoted: str | None = None, cases: list[Row] | None = None, **fields: Any) -> Row:  # fmt: skip
    """Return a reading of one claim; `doer` and `sufferer` are traits with a `name` that stands in the text."""
    parties, sides = [], {"actor": [], "recipient": []}
    for number, (side, traits) in enumerate((("actor", doer), ("recipient", sufferer)), 1):
        if traits:
            parties.append(actor(text, number, **traits))
            sides[side] = [f"a{number}"]
    if quoted:
        parties.append(actor(text, 3, name=quoted, kind="person"))
        fields["sources"] = [{"role": "official", "name": quoted, "actor": "a3", "country": None, "span": [text.index(quoted), text.index(quoted) + len(quoted)],
                              "in": "text"}]  # fmt: skip
    claim = event(text, trigger, **sides, **fields)
    return reading(text, [claim], actors=parties, outlet=outlet, published=published, cases=cases)


BRIGADE = {"name": "Desert Brigade", "sector": "REB"}
ISIS = {"name": "ISIS", "kb": "islamic-state", "sector": "REB"}
SCENES: dict[str, Row] = {
    "sirte": story("Gunmen of the Desert Brigade killed 21 Coptic fishermen in Sirte, officer Omar Haddad said.", "killed", BRIGADE,
                   {"name": "Coptic fishermen", "kind": "population", "religion": "Christianity", "ethnicity": "Copt"}, day="2015-02-15", place="Sirte",
                   mode="targeted", toll=[("killed", 21, 21, "21")], quoted="Omar Haddad"),
    "maiduguri": story("A market in Maiduguri was bombed by ISIS; 40 traders were wounded, the café owner cried “never again”.", "bombed", ISIS,
                       {"name": "traders", "kind": "population"}, day="2016-03", place="Maiduguri", mode="bombing", outlet="Other Post", published="2016-03-20",
                       toll=[("injured", 40, None, "40")]),
    "vague": story("Last year men abducted 3 teachers in Libya.", "abducted", None, {"name": "teachers", "kind": "population"}, day="2013", place="Libya",
                   outlet="Third Herald", published="2014-05-01", mode="abduct", toll=[("abducted", 3, 3, "3")]),
    "undated": story("Protesters marched for bread.", "marched", {"name": "Protesters", "kind": "population"}, type="PROTEST", outlet="Third Herald",
                     published="2014-06-01"),
    "suva": story("Police arrested 5 monks in Suva.", "arrested", {"name": "Police", "sector": "COP"},
                  {"name": "monks", "kind": "population", "religion": "Buddhism"}, day="2017-01-01", place="Suva", type="COERCE", mode="arrest",
                  outlet="Pacific Mail", published="2017-01-02", toll=[("arrested", 5, 5, "5")]),
    "apia": story("Vandals burned a shrine in Apia.", "burned", {"name": "Vandals", "kind": "population"}, day="2017-01-31", place="Apia",
                  outlet="Pacific Mail", published="2017-02-01"),
    "pole": story("Raiders shot at a camp near the pole.", "shot", {"name": "Raiders"}, day="2018-07-04", place="Pole", published="2018-07-05",
                  background=True),
    "barghathi": story("Mahdi al-Barghathi's men killed 2 cadets. قتل الجنود الطلاب", "killed", {"name": "Mahdi al-Barghathi", "kind": "person"},
                       {"name": "cadets", "kind": "population"}, day="2017-05-18", place="Libya", toll=[("killed", 2, 2, "2")], published="2017-05-19"),
    "denied": story("The minister denied that soldiers shelled a mosque.", "shelled", {"name": "soldiers", "sector": "MIL"}, day="2019-08-08",
                    place="Sirte", factuality="CT-", published="2019-08-09", outlet="Other Post"),
}  # fmt: skip


def fill(ledger: Ledger, *names: str) -> dict[str, str]:
    """Put scenes into a ledger, one act each; return their names by the id of their incident."""
    from tocsin.asking.lists import list_records

    found: dict[str, str] = {}
    for name in names or SCENES:
        ledger.ingest([incoming(SCENES[name])], "ada")
        with ledger.reading() as connection:
            found |= {row["id"]: name for row in list_records(connection, "incident").rows if row["id"] not in found}
    return found


__all__ = ["SCENES", "day_time", "fill", "story"]
