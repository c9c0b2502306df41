"""The column layout of GTD: attacks by others than states. What is terrorism is not judged here: the criteria stay empty."""

from __future__ import annotations

from collections import Counter
from typing import Any

from tocsin.exchange.bundle import Bundle
from tocsin.exchange.codes import Country, country_of, crosswalk, gtd_region_code
from tocsin.exchange.facts import (
    Window,
    class_of,
    compete,
    deed_of,
    events_only,
    figure_of,
    happened,
    is_unidentified,
    leave_out_others,
    perpetrators_of,
    window_of,
)
from tocsin.exchange.losses import EVERY, LossLog, joined
from tocsin.exchange.tables import write_csv
from tocsin.exchange.written import Written
from tocsin.ontology.codebooks import gtd_of

Row = dict[str, Any]


def _pairs(*names: str) -> list[str]:
    """Return columns of codes, each with the column of its name beside it."""
    return [column for name in names for column in (name, f"{name}_txt")]


def _target(n: int) -> list[str]:
    return [*_pairs(f"targtype{n}", f"targsubtype{n}"), f"corp{n}", f"target{n}", *_pairs(f"natlty{n}")]


def _weapon(n: int) -> list[str]:
    return _pairs(f"weaptype{n}", f"weapsubtype{n}")


COLUMNS = (
    "eventid iyear imonth iday approxdate extended resolution".split() + _pairs("country", "region")
    + "provstate city latitude longitude specificity vicinity location summary crit1 crit2 crit3 doubtterr".split() + _pairs("alternative")
    + "multiple success suicide".split() + _pairs("attacktype1", "attacktype2", "attacktype3") + _target(1) + _target(2) + _target(3)
    + "gname gsubname gname2 gsubname2 gname3 gsubname3 motive guncertain1 guncertain2 guncertain3 individual nperps nperpcap claimed".split()
    + _pairs("claimmode") + ["claim2"] + _pairs("claimmode2") + ["claim3"] + _pairs("claimmode3") + ["compclaim"]
    + _weapon(1) + _weapon(2) + _weapon(3) + _weapon(4) + "weapdetail nkill nkillus nkillter nwound nwoundus nwoundte property".split()
    + _pairs("propextent") + "propvalue propcomment ishostkid nhostkid nhostkidus nhours ndays divert kidhijcountry ransom ransomamt".split()
    + "ransomamtus ransompaid ransompaidus ransomnote".split() + _pairs("hostkidoutcome")
    + "nreleased addnotes scite1 scite2 scite3 dbsource INT_LOG INT_IDEO INT_MISC INT_ANY related".split()
)  # fmt: skip

_KEPT = frozenset({"type", "mode", "time", "place", "perpetrators", "victims", "toll", "damage", "means", "sources", "links", "status"})
_NOT_TOLD = -9
"""GTD's own code for "unknown" where the codebook has one."""
_ALWAYS = (
    ("crit1", "whether an attack is terrorism is not judged: the criteria are empty"),
    ("eventid", "numbered within its day in this export: our id stands in addnotes and keeps"),
    ("country", "GTD's own numbers of countries are not known here: names only"),
)


def write_gtd(bundle: Bundle) -> Written:
    """Return the attacks that fit as rows of GTD's columns."""
    log = LossLog()
    rows = [row for incident in events_only(happened(bundle, log), log) if (row := _row(bundle, incident, log))]
    leave_out_others(bundle, log)
    for name, why in _ALWAYS:
        log.reduce(EVERY, name, "empty", None, why)
    return Written(write_csv(COLUMNS, _numbered(rows), log), log.report("gtd"))


def _numbered(rows: list[Row]) -> list[Row]:
    """Return the rows by day with their twelve-digit numbers."""
    seen: Counter[str] = Counter()
    for row in (ordered := sorted(rows, key=lambda row: (row["iyear"], row["imonth"], row["iday"], row["_id"]))):
        day = f"{row['iyear']:04d}{row['imonth']:02d}{row['iday']:02d}"
        seen[day] += 1
        row["eventid"] = f"{day}{seen[day]:04d}"
    return ordered


def _row(bundle: Bundle, incident: Row, log: LossLog) -> Row | None:
    """Return one row, None (and the cause in the log) for an incident that GTD would not hold."""
    attack, window, blamed = gtd_of(deed_of(incident)), window_of(incident["time"]), perpetrators_of(incident, log)
    refused = _refusal(incident, window, blamed)
    if refused or attack is None or window is None:
        log.leave_out(incident, refused or "no attack: GTD holds attacks only")
        return None
    log.wrote(incident, _KEPT)
    head = {"_id": incident["id"], "attacktype1": int(attack[0]), "attacktype1_txt": attack[1]}
    return {**head, **_when(incident, window, log), **_where(incident, log), **_who(incident, blamed, log), **_whom(incident, log),
            **_how(incident), **_harm(incident, log), **_hostages(incident, log), **_told(bundle, incident, log)}  # fmt: skip


def _refusal(incident: Row, window: Window | None, blamed: list[Row]) -> str | None:
    if incident["parties"]:
        return "fighting between two sides: GTD holds attacks"
    if blamed and all(class_of(party) == "state" for party in blamed):
        return "an act of a state: GTD holds acts of others"
    return "the year is not known" if window is None or window.first.year != window.last.year else None


def _when(incident: Row, window: Window, log: LossLog) -> Row:
    """Return year, month and day; 0 where it is not known, and then the whole date as text."""
    month = window.first.month if window.first.month == window.last.month else 0
    day = window.first.day if window.days == 1 else 0
    edtf = incident["time"]["edtf"]
    if not day:
        log.reduce(incident["id"], "time", edtf, f"{window.first.year}-{month:02d}-00", "0 for an unknown month or day; approxdate keeps the words")
    return {"iyear": window.first.year, "imonth": month, "iday": day, "approxdate": None if day else edtf}


def _where(incident: Row, log: LossLog) -> Row:
    place, country = incident["place"], country_of(incident["place"]["country"])
    code = crosswalk("gtd")["specificity"].get(place["ucdp_precision"], 5)
    point = code < 5 and place["lat"] is not None
    if not point and place["lat"] is not None:
        log.reduce(incident["id"], "place", f"precision {place['ucdp_precision']}", "specificity 5, no coordinates", "a country's middle is no place")
    return {"country_txt": country.name if country else place["country"], **_region(country), "provstate": place["admin1"],
            "city": place["city"] or "Unknown", "latitude": place["lat"] if point else None, "longitude": place["lon"] if point else None,
            "specificity": code if point else 5, "vicinity": crosswalk("gtd")["vicinity"].get(place["ucdp_precision"], _NOT_TOLD),
            "location": place["name"]}  # fmt: skip


def _region(country: Country | None) -> Row:
    name = country.gtd_region if country else None
    return {"region": gtd_region_code(name), "region_txt": name}


def _who(incident: Row, blamed: list[Row], log: LossLog) -> Row:
    """Return up to three perpetrators, each with whether it is only suspected, and the claims of responsibility."""
    named = [party for party in blamed if not is_unidentified(party)]
    if len(named) > 3:
        log.reduce(incident["id"], "perpetrators", joined(party["name"] for party in named), "the first three", "three columns")
    row: Row = {"gname": "Unknown", "claimed": _NOT_TOLD}
    for n, party in enumerate(named[:3], start=1):
        claimed = 1 if party["attribution"] == "claimed" else _NOT_TOLD
        row |= {"gname" if n == 1 else f"gname{n}": party["name"], f"guncertain{n}": int(party["attribution"] == "suspected"),
                "claimed" if n == 1 else f"claim{n}": claimed}  # fmt: skip
    rivals = [party for party in named if party["attribution"] == "claimed"]
    return {**row, "compclaim": int(len(rivals) > 1 and compete(incident)) if rivals else None}


def _whom(incident: Row, log: LossLog) -> Row:
    """Return up to three targets."""
    row: Row = {}
    if len(incident["victims"]) > 3:
        log.reduce(incident["id"], "victims", joined(party["name"] for party in incident["victims"]), "the first three", "three columns")
    for n, party in enumerate(incident["victims"][:3], start=1):
        code = _first(crosswalk("gtd")["targets"], _facts(incident, party, n)) or 20
        country = country_of(party.get("country"))
        row |= {f"targtype{n}": code, f"targtype{n}_txt": crosswalk("gtd")["target_names"][code], f"target{n}": party["name"],
                f"natlty{n}_txt": country and country.name}  # fmt: skip
    return row


def _facts(incident: Row, party: Row, n: int) -> Row:
    """Return what the tables look at; what was damaged counts for the first target alone."""
    damaged = " ".join(str(row["object"]).lower() for row in incident["damage"]) if n == 1 else ""
    return {"object": damaged, "sector": party.get("sector") or "", "kind": party.get("kind") or ""}


def _first(rules: list[Row], facts: Row) -> int | None:
    """Return what the first fitting rule gives; `object` and `means` fit as parts of words, others as a whole."""
    for rule in rules:
        keys = rule.keys() - {"give"}
        if all(any((word in facts[key]) if key in {"object", "means"} else word == facts[key] for word in rule[key]) for key in keys):
            return int(rule["give"])
    return None


def _how(incident: Row) -> Row:
    means = [str(row["name"]) for row in incident["means"]]
    code = _first(crosswalk("gtd")["weapons"], {"means": " ".join(means).lower(), "mode": incident["mode"] or ""}) or 13
    return {"weaptype1": code, "weaptype1_txt": crosswalk("gtd")["weapon_names"][code], "weapdetail": means,
            "suicide": 1 if incident["mode"] == "suicide-attack" else None}  # fmt: skip


def _number(incident: Row, effect: str, log: LossLog) -> int | None:
    """Return one number of people, None when it is not told."""
    figure = figure_of(incident, effect, log)
    if figure and (figure.low, figure.high) != (figure.one, figure.one):
        log.reduce(incident["id"], f"toll.{effect}", figure, "empty" if figure.one is None else figure.one, "one number a kind of harm")
    return figure.one if figure else None


def _harm(incident: Row, log: LossLog) -> Row:
    damage = [f"{row['object']} {row['effect']}" for row in incident["damage"]]
    return {"nkill": _number(incident, "killed", log), "nwound": _number(incident, "injured", log), "property": 1 if damage else _NOT_TOLD,
            "propcomment": damage}  # fmt: skip


def _hostages(incident: Row, log: LossLog) -> Row:
    effects = {row["effect"] for row in incident["toll"]}
    if "abducted" not in effects and incident["mode"] != "abduct":
        return {}
    ends = [code for effect, code in (("released", 2), ("killed", 4), ("rescued", 5)) if effect in effects]
    code = 7 if not ends else ends[0] if len(ends) == 1 else 6
    names = {2: "Hostage(s) released by perpetrators", 4: "Hostage(s) killed", 5: "Successful rescue", 6: "Combination", 7: "Unknown"}
    return {"ishostkid": 1, "nhostkid": _number(incident, "abducted", log), "nreleased": _number(incident, "released", log),
            "hostkidoutcome": code, "hostkidoutcome_txt": names[code]}  # fmt: skip


def _told(bundle: Bundle, incident: Row, log: LossLog) -> Row:
    rows = sorted(incident["sources"], key=lambda row: (str(row["published"] or "9999"), str(row["outlet"]), str(row["article"])))
    titles = [(bundle.articles.get(row["article"]) or {}).get("title") for row in rows]
    cited = [", ".join(filter(None, (title, row["outlet"], row["published"]))) for row, title in zip(rows, titles, strict=True)]
    if len(cited) > 3:
        log.reduce(incident["id"], "sources", f"{len(cited)} articles", "the first three", "three columns")
    stages = {(bundle.claims.get(id_) or {}).get("stage") for id_ in incident["claims"]} - {None}
    success = 1 if "accomplished" in stages else 0 if stages and stages <= {"attempted", "foiled"} else None
    disputed = "; disputed" if incident["status"] == "disputed" else ""
    return {"summary": incident["label"], "success": success, "dbsource": "Tocsin", "addnotes": f"Tocsin incident {incident['id']}{disputed}",
            **dict.fromkeys(("INT_LOG", "INT_IDEO", "INT_MISC", "INT_ANY"), _NOT_TOLD),
            "related": [link["incident"] for link in incident["links"]],
            **{f"scite{n}": text for n, text in enumerate(cited[:3], start=1)}}  # fmt: skip
