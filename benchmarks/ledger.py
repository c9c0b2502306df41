"""The ledger at scale: articles a second along the run, the share of linking, size, memory, and the time of every kind of question.

python benchmarks/ledger.py               # 1 000 and 10 000 articles
python benchmarks/ledger.py 100000        # another size
python benchmarks/ledger.py --profile 2000

Readings are made by rule from a seed, without the language model: a few hundred groups, thousands of places, about three claims an article; one
happening in two is told by a second article or more, one article in seven is a copy, one in ten comes weeks later, one in eight leaves a question
open, one in fifteen is a newer version of its page.
"""

from __future__ import annotations

import argparse
import cProfile
import hashlib
import pstats
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tocsin.asking import counts, duplicates, lists, story
from tocsin.asking.filters import Filter, parse_near
from tocsin.ledger import derive, items
from tocsin.ledger.articles import Collected
from tocsin.ledger.store import Incoming, Ledger
from tocsin.linking.words import load_rarity

Row = dict[str, Any]

PLACES, GROUPS, YEARS = 4000, 300, 10
COUNTRIES = ("AFG", "BFA", "COD", "COL", "IRQ", "LBY", "MLI", "MMR", "NGA", "PHL", "SOM", "SYR", "UKR", "YEM")
ENGINE = {"version": "0.0.1", "language_model": "none", "stages": {"events": "1"}}
HOW = Collected("benchmark", "file", "benchmark", "localhost", "benchmark")
ACTS = (("ASSAULT", "killed"), ("ASSAULT", "injured"), ("COERCE", "arrested"), ("ASSAULT", "abducted"))
NOWHERE = dict.fromkeys(("ref", "name", "country", "admin1", "admin2", "city", "lat", "lon", "geonameid", "ucdp_precision")) | {"basis": "unknown"}


def syllables(rng: random.Random, n: int) -> str:
    """Return a word that no table holds."""
    return "".join(rng.choice("bdfgklmnprstvz") + rng.choice("aeiou") for _ in range(n))


class World:
    """Places, groups, people and outlets that happenings draw from; the first of each are far commoner, as in life."""

    def __init__(self, seed: int, size: int) -> None:
        """Make them; the more articles, the more people there are."""
        self.rng = rng = random.Random(seed)  # noqa: S311 - no secret
        self.places = [(syllables(rng, 3).title(), rng.choice(COUNTRIES), syllables(rng, 3).title(), rng.uniform(-30, 40), rng.uniform(-70, 80))
                       for _ in range(PLACES)]  # fmt: skip
        self.groups = [f"{syllables(rng, 3).title()} {rng.choice(('Brigade', 'Front', 'Army', 'Movement'))}" for _ in range(GROUPS)]
        self.people = [f"{syllables(rng, 3).title()} {syllables(rng, 3).title()}" for _ in range(max(500, size // 3))]
        self.outlets = [f"{syllables(rng, 2).title()} {rng.choice(('Times', 'Post', 'News', 'Daily'))}" for _ in range(120)]
        self.common = sorted(load_rarity().frequencies, key=lambda word: (-load_rarity().frequencies[word], word))[:6000]

    def one(self, things: list[Any], power: float = 2.0) -> Any:
        """Return one of the things, the first more often."""
        return things[int(len(things) * self.rng.random() ** power)]

    def words(self, n: int) -> str:
        """Return words of the news."""
        return " ".join(self.one(self.common) for _ in range(n))


def readings(size: int, seed: int = 20150215) -> Iterator[Row]:
    """Yield about so many readings, in the order in which they might come in."""
    world, made = World(seed, size), 0
    while made < size:
        for row in happening(world, made):
            yield row
            made += 1


def happening(world: World, number: int) -> Iterator[Row]:
    """Yield what one to five articles tell of one happening."""
    rng = world.rng
    told = {
        "place": world.one(world.places, 1.3), "group": world.one(world.groups), "rival": world.one(world.groups),
        "person": world.one(world.people, 1.3),
        "victim": world.one(world.people, 1.0), "act": rng.choice(ACTS), "toll": rng.randint(1, 30), "own": world.words(14),
        "day": date(2010, 1, 1) + timedelta(rng.randrange(365 * YEARS)),
    }  # fmt: skip
    for n in range(rng.choices((1, 2, 3, 5), (5, 3, 1, 1))[0]):
        later = rng.randrange(20, 60) if rng.random() < 0.1 else rng.randrange(3)
        row = Writer(world, told, number + n, told["day"] + timedelta(later)).reading()
        yield row
        if rng.random() < 0.14:
            yield reprinted(row, world)
        if rng.random() < 0.07 and row["article"]["uri"]:
            yield Writer(world, told, number + n, told["day"] + timedelta(later)).reading(uri=row["article"]["uri"], outlet=row["article"]["outlet"])


def reprinted(row: Row, world: World) -> Row:
    """Return the reading of the same text in another outlet, with a line of its own at the end."""
    text = f"{row['article']['text']} {world.words(6)}."
    return {**row, "article": {**row["article"], "id": sha(text), "text": text, "outlet": world.one(world.outlets), "uri": None}}


def sha(text: str) -> str:
    """Return the id of a text."""
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


class Writer:
    """One article in the making: sentences, and what is read in them."""

    def __init__(self, world: World, told: Row, number: int, published: date) -> None:
        """Begin with an empty text."""
        self.world, self.told, self.number, self.published = world, told, number, published
        self.text, self.actors, self.claims, self.ids = "", [], [], {}  # type: ignore[var-annotated]

    def reading(self, uri: str | None = None, outlet: str | None = None) -> Row:
        """Return the reading."""
        rng, told = self.world.rng, self.told
        self.attack()
        self.filler()
        if rng.random() < 0.5:
            self.fate()
        if rng.random() < 0.25:
            self.tie()
        if rng.random() < 0.5:
            self.attack(again=True)
        self.filler()
        number = rng.randrange(10**9)
        facts = {"id": sha(self.text), "ref": f"{self.number}.html", "uri": uri or (f"https://example.org/{number}" if rng.random() < 0.8 else None),
                 "outlet": outlet or self.world.one(self.world.outlets), "title": f"{told['group']} in {told['place'][0]}", "language": "en",
                 "published": self.published.isoformat(), "published_basis": "given", "relevant": True, "text": self.text}  # fmt: skip
        keys = sorted({claim["incident"] for claim in self.claims})
        rows = [self.incident(key) for key in keys]
        cases = [self.case()] if rng.random() < 0.12 else []
        return {"schema": "tocsin.reading/1", "engine": ENGINE, "article": facts, "actors": self.actors, "places": [], "times": [],
                "attributions": [], "claims": self.claims, "incidents": rows, "cases": cases, "issues": []}  # fmt: skip

    def sentence(self, words: str) -> tuple[int, int]:
        """Add a sentence; return its span."""
        start = len(self.text) + (1 if self.text else 0)
        self.text += (" " if self.text else "") + words
        return start, len(self.text)

    def filler(self) -> None:
        """Add sentences that say nothing."""
        for _ in range(4):
            self.sentence(f"{self.told['own']} {self.world.words(14)}.".capitalize())

    def actor(self, name: str, start: int, kind: str = "group", sector: str | None = "REB") -> str:
        """Note somebody who is named in the sentence that begins at `start`; return the id."""
        at = self.text.index(name, start)
        if name not in self.ids:
            self.ids[name] = f"a{len(self.ids) + 1}"
            self.actors.append({"id": self.ids[name], "name": name, "kb": None, "kind": kind, "sector": sector, "country": None, "religion": None,
                                "ethnicity": None, "role": None, "number": None, "mentions": []})  # fmt: skip
        row = next(row for row in self.actors if row["id"] == self.ids[name])
        row["mentions"].append({"span": [at, at + len(name)], "in": "text", "kind": "name"})
        return self.ids[name]

    def attack(self, *, again: bool = False) -> None:
        """Tell of the happening."""
        told, (kind, effect) = self.told, self.told["act"]
        toll, place = told["toll"], told["place"]
        start, end = self.sentence(f"{told['group']} {effect} {toll} people near {place[0]} on {told['day']}, {self.world.words(6)}.")
        at = self.text.index(str(toll), start)
        row = {"effect": effect, "low": toll, "high": toll, "who": None, "combatants": None, "span": [at, at + len(str(toll))], "policy": "exact"}
        self.claim("event", kind, effect, start, end, [self.actor(told["group"], start)], [], "i1", [row], again=again)

    def fate(self) -> None:
        """Tell of the fate of a person."""
        name = self.told["person"]
        start, end = self.sentence(f"The commander {name} was captured, {self.world.words(8)}.")
        self.claim("status", "captured", "captured", start, end, [], [self.actor(name, start, "person")], "i2", [])

    def tie(self) -> None:
        """Tell of a tie between two groups."""
        one, other = self.told["group"], self.told["rival"]
        if one != other:
            start, end = self.sentence(f"{one} is allied with {other}, {self.world.words(8)}.")
            sides = [self.actor(one, start)], [self.actor(other, start + len(one))]
            self.claim("relation", "alliance", "allied", start, end, *sides, "i3", [])

    def claim(self, kind: str, name: str, trigger: str, start: int, end: int, actor: list[str], recipient: list[str], incident: str, toll: list[Row],
              *, again: bool = False) -> None:  # fmt: skip
        """Note a claim."""
        at, day, place = self.text.index(trigger, start), self.told["day"].isoformat(), self.told["place"]
        time_ = {"edtf": day, "start": day, "end": day, "grain": "day", "basis": "explicit", "ref": None, "ucdp_precision": 1}
        where = {"ref": None, "name": place[0], "country": place[1], "admin1": place[2], "admin2": None, "city": place[0], "lat": place[3],
                 "lon": place[4], "geonameid": None, "ucdp_precision": 1, "basis": "stated"}  # fmt: skip
        self.claims.append({
            "id": f"c{len(self.claims) + 1}", "kind": kind, "type": name, "mode": None, "contexts": [], "acled": None, "in": "text",
            "trigger": [at, at + len(trigger)], "actor": actor, "recipient": recipient, "realis": "actual", "stage": "accomplished",
            "factuality": "CT+", "background": again, "superseded": False, "sources": [], "time": time_,
            "place": where if kind == "event" else dict(NOWHERE), "toll": toll, "damage": [], "means": None, "incident": incident,
            "evidence": {"sentence": [start, end], "by": "benchmark@1"}, "score": 0.9,
        })  # fmt: skip

    def incident(self, key: str) -> Row:
        """Return the incident of the claims of one key."""
        claims = [claim for claim in self.claims if claim["incident"] == key]
        first = claims[0]
        tolls = [{"effect": row["effect"], "low": row["low"], "best": row["low"], "high": row["high"], "claims": [claim["id"]]}
                 for claim in claims[:1] for row in claim["toll"]]  # fmt: skip
        return {"id": key, "claims": [claim["id"] for claim in claims], "type": first["type"], "mode": None, "time": first["time"],
                "place": first["place"], "actor": first["actor"], "recipient": first["recipient"], "toll": tolls, "status": "actual",
                "background": False, "main": key == "i1", "conflicts": []}  # fmt: skip

    def case(self) -> Row:
        """Return a question that the article leaves open."""
        start = self.claims[0]["evidence"]["sentence"]
        return {"incident": "i1", "question": "whether the missing were released", "span": start, "in": "text", "state": "open"}


class Stopwatch:
    """Counts the seconds that a function takes, wherever it is called."""

    def __init__(self, module: Any, name: str) -> None:
        """Put itself in the place of the function."""
        self.seconds, self.function = 0.0, getattr(module, name)
        setattr(module, name, self)

    def __call__(self, *given: Any, **named: Any) -> Any:
        """Call the function."""
        start = time.perf_counter()
        try:
            return self.function(*given, **named)
        finally:
            self.seconds += time.perf_counter() - start


def fill(ledger: Ledger, size: int, batch: int) -> int:
    """Take so many readings in, printing the pace at each tenth; return how many claims there are."""
    linking = [Stopwatch(derive, "regroup"), Stopwatch(items, "compare")]
    held: list[Incoming] = []
    claims, started, last = 0, time.perf_counter(), time.perf_counter()
    making, worked = 0.0, time.process_time()
    source = readings(size)
    for n in range(1, size + 1):
        before = time.perf_counter()
        row = next(source)
        held.append(Incoming(row, row["article"]["text"].encode(), HOW))
        making += time.perf_counter() - before
        if len(held) == batch or n == size:
            claims += sum(found.claims for found in ledger.ingest(held, "benchmark"))
            held.clear()
        if n % (size // 10) == 0:
            now = time.perf_counter()
            pace = (size // 10) / (now - last - making)
            spent = ", ".join(f"{watch.function.__name__} {watch.seconds / (now - last - making):.0%}" for watch in linking)
            busy = (time.process_time() - worked - making) / (size // 10) * 1000
            print(f"  {n:>7}: {pace:6.0f} articles/s ({busy:.1f} ms of processor each); of the time: {spent}; {memory():.0f} MB", flush=True)
            last, worked, making = now, time.process_time(), 0.0
            for watch in linking:
                watch.seconds = 0.0
    print(f"  {size} articles, {claims} claims in {time.perf_counter() - started:.0f} s")
    return claims


def memory() -> float:
    """Return the most memory that this process has held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def questions(world: World) -> Iterator[tuple[str, Callable[[Any], Any]]]:
    """Yield each kind of question with its name."""
    place, group, person = world.places[3], world.groups[0], world.people[0]
    asked = {
        "all": Filter(), "since/until": Filter(since="2013-03", until="2013-05"), "country": Filter(country="NGA"), "place": Filter(place=place[0]),
        "near": Filter(near=parse_near(f"{place[3]:.2f},{place[4]:.2f},300")), "type": Filter(type="COERCE"), "actor": Filter(actor=group),
        "party": Filter(party=group), "effect": Filter(effect="abducted"), "status": Filter(status="actual"), "grade": Filter(grade="fair"),
        "review": Filter(review="rejected"), "source": Filter(source=world.outlets[0]), "text": Filter(text="commander captured"),
        "killed": Filter(killed=25), "several": Filter(country="NGA", actor=group, effect="killed", since="2012"),
    }  # fmt: skip
    for name, one in asked.items():
        yield f"incidents {name}", lambda connection, one=one: lists.list_records(connection, "incident", one, limit=50)
    yield "incidents as of", lambda connection: lists.list_records(connection, "incident", Filter(country="NGA"), act=200, limit=50)
    for kind in ("person", "group", "relation", "case"):
        yield f"{kind}s", lambda connection, kind=kind: lists.list_records(connection, kind, Filter(), limit=50)
    yield "people by name", lambda connection: lists.list_records(connection, "person", Filter(name=person), limit=50)
    yield "relations of a party", lambda connection: lists.list_records(connection, "relation", Filter(party=group), limit=50)
    yield "claims", lambda connection: lists.list_claims(connection, Filter(), limit=50)
    yield "claims text", lambda connection: lists.list_claims(connection, Filter(text="commander captured"), limit=50)
    yield "claims source", lambda connection: lists.list_claims(connection, Filter(source=world.outlets[0]), limit=50)
    yield "articles", lambda connection: lists.list_articles(connection, Filter(), limit=50)
    yield "articles text", lambda connection: lists.list_articles(connection, Filter(text=place[0]), limit=50)
    yield "articles country", lambda connection: lists.list_articles(connection, Filter(country="NGA"), limit=50)
    for by in (("month", "country", "effect"), ("actor",), ("victim",), ("year", "type"), ("source",)):
        yield f"counts by {', '.join(by)}", lambda connection, by=by: counts.count_incidents(connection, by)
    yield from _stories()


def _stories() -> Iterator[tuple[str, Callable[[Any], Any]]]:
    """Yield the questions about one record: the busiest of each kind."""
    def busiest(connection: Any, kind: str) -> Row:
        order = "sources" if kind == "incident" else "time"
        return lists.list_records(connection, kind, Filter(), order=order, limit=1).rows[0]  # type: ignore[no-any-return]

    for kind in ("incident", "group", "person", "relation"):
        yield f"show {kind}", lambda connection, kind=kind: story.tell(connection, busiest(connection, kind)["id"])
    yield "duplicates", lambda connection: duplicates.likely_duplicates(connection, busiest(connection, "incident"))


def ask(ledger: Ledger, size: int) -> None:
    """Print the time of each question, the second time it is asked."""
    slow = []
    for name, question in questions(World(20150215, size)):
        for _ in range(2):
            with ledger.reading() as connection:
                start = time.perf_counter()
                found = question(connection)
                took = time.perf_counter() - start
        total = getattr(found, "total", None)
        print(f"  {took * 1000:7.0f} ms  {name}{'' if total is None else f' ({total})'}")
        slow += [name] if took >= 1 else []
    print(f"  slower than a second: {', '.join(slow) or 'none'}")


def measure(size: int, batch: int, *, profile: bool) -> None:
    """Fill a ledger, print pace and size, and ask."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "news.ledger"
        with Ledger.open(str(file), create=True) as ledger:
            print(f"{size} articles, {batch} an act")
            profiler = cProfile.Profile()
            if profile:
                profiler.enable()
            fill(ledger, size, batch)
            if profile:
                profiler.disable()
                pstats.Stats(profiler).sort_stats("cumulative").print_stats(60)
                pstats.Stats(profiler).sort_stats("tottime").print_stats(30)
            print(f"  {file.stat().st_size / size / 1024:.1f} KB an article, {memory():.0f} MB of memory at most")
            ask(ledger, size)
            start = time.perf_counter()
            sound = not ledger.verify()
            print(f"  verify: {'sound' if sound else 'NOT SOUND'}, {time.perf_counter() - start:.1f} s; {memory():.0f} MB")


def main() -> None:
    """Measure the sizes that were asked for."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("sizes", nargs="*", type=int, default=[1000, 10000])
    options.add_argument("--batch", type=int, default=1, help="articles in one act")
    options.add_argument("--profile", action="store_true")
    given = options.parse_args()
    for size in given.sizes:
        measure(size, given.batch, profile=given.profile)


if __name__ == "__main__":
    sys.exit(main())
