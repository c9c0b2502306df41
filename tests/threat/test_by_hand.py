"""A level is worked out again from what is printed, without the room's own code."""

from __future__ import annotations

import math
import re
from datetime import date

from weeks import DAY, act, ingest, year_of_talk

from tocsin.asking.filters import Filter
from tocsin.threat.arithmetic import as_row, explain
from tocsin.threat.assess import assess

BANDS = [(17, "extreme"), (11, "high"), (6, "elevated"), (2, "guarded"), (0, "calm")]
STEPS = {"attacks": [(30, 4), (12, 3), (4, 2), (1, 1)], "killed": [(100, 5), (25, 3), (5, 2), (1, 1)]}


def stocked(ledger):
    year_of_talk(ledger)
    ingest(ledger, act(200, killed=1), act(100, killed=2), act(20, killed=4), act(3, killed=6), act(12, killed=2, by="Night Front"))
    with ledger.reading() as connection:
        return assess(connection, ("NGA", "Borno"), Filter(community="Christianity"), day=DAY)


def tail(count, mean, spread):
    """The chance of so many or more, by the formula of the docs."""
    size = mean / (spread - 1)
    chances = [spread**-size]
    for k in range(count):
        chances.append(chances[-1] * (size + k) / (k + 1) * (spread - 1) / spread)
    return 1 - sum(chances[:count])


def rise(chance, points=(1, 2, 3)):
    return next((n for limit, n in ((0.01, points[2]), (0.05, points[1]), (0.2, points[0])) if chance < limit), 0)


def step(name, count):
    return next((points for least, points in STEPS[name] if count >= least), 0)


def test_a_person_gets_the_same_points_from_the_incidents_that_are_listed(sqlite_ledger):
    row = as_row(stocked(sqlite_ledger))
    weeks = {}
    for one in row["incidents"]:
        if one["in_scope"] and one["type"] == "ASSAULT" and one["status"] == "actual":
            start, end = date.fromisoformat(one["start"]), date.fromisoformat(one["end"])
            weeks.setdefault((DAY - (start + (end - start) // 2)).days // 7, []).append(one["killed"]["best"])
    known = row["reporting"]["past_weeks"]
    attacks = [len(weeks.get(n, ())) for n in range(4 + known)]
    killed = [sum(weeks.get(n, ())) for n in range(4 + known)]
    assert sum(attacks) == 5

    past, told = attacks[4:], {one["id"]: one for one in row["indicators"]}
    average = sum(past) / known
    mean = (sum(past) + 0.5 + 8 * told["attacks"]["past"]["around"]) / (known + 8)
    spread = min(max(sum((x - average) ** 2 for x in past) / known / average, 1.5), 10)
    chance = min(tail(attacks[0], mean, spread), tail(sum(attacks[:4]), 4 * mean, spread))
    assert told["attacks"]["points"] == step("attacks", sum(attacks[:4])) + rise(chance)

    four = [sum(killed[n : n + 4]) for n in range(4, len(killed) - 3, 4)]
    chance = min((1 + sum(x >= killed[0] for x in killed[4:])) / (1 + known), (1 + sum(x >= sum(killed[:4]) for x in four)) / (1 + len(four)))
    assert told["killed"]["points"] == step("killed", sum(killed[:4])) + rise(chance)
    assert row["points"] == sum(one["points"] for one in row["indicators"])
    assert row["level"] == next(word for least, word in BANDS if row["points"] >= least)


def test_the_printed_arithmetic_holds(sqlite_ledger):
    found = stocked(sqlite_ledger)
    text = "\n".join(explain(found))
    assert sum(int(n) for n in re.findall(r": (\d+) points", text)) == int(re.search(r"sum (\d+)", text)[1])
    for total, pull, around, weeks, again, mean in re.findall(r"mean \(([\d.]+) \+ 0\.5 \+ (\d+) × ([\d.]+)\) / \((\d+) \+ (\d+)\) = ([\d.]+)", text):
        assert math.isclose((float(total) + 0.5 + int(pull) * float(around)) / (int(weeks) + int(again)), float(mean), abs_tol=2e-4)
    for one in found.level.scored:
        assert all(key in text for key in one.ids[1])
