"""Articles and acts of people made by chance from a seed: a small world in which much happens, so that laws can be tried on many ledgers."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable
from typing import Any

from handmade import PLACES, actor, event, incoming, reading, span_of
from sqlalchemy import select

from tocsin.asking import desk
from tocsin.errors import LedgerError, UsageError
from tocsin.ledger.derived import record
from tocsin.ledger.store import Ledger
from tocsin.ledger.tables import decision

Row = dict[str, Any]

OUTLETS = ("Example Times", "Other Post", "Daily Example", "Desk News", None)
GROUPS = ("Desert Brigade", "River Front", "Hill Army")
PEOPLE = ("Amina Example", "Karim Sample")
WHERE = tuple(PLACES)
TURNS = ("The market was closed", "Nobody said why", "Families waited at the gate", "A generator hummed all night", "The road stayed shut for a week",
         "Water was scarce", "Teachers walked home", "The bridge had been mined")  # fmt: skip


class Maker:
    """Makes articles from a seed; the same seed makes the same ones."""

    def __init__(self, seed: int) -> None:
        """Begin with no article made."""
        self.rng = random.Random(seed)
        self.made: list[Row] = []

    def article(self) -> Row:
        """Return a new article: of a happening of its own or one told before, a copy, a new version of a page, or one read by a newer engine."""
        kind = self.rng.choices(("new", "copy", "version", "newer"), (6, 1, 2, 1))[0]
        row = getattr(self, f"_{kind}")() if self.made or kind == "new" else self._new()
        self.made.append(row)
        return copy.deepcopy(row)

    def _new(self) -> Row:
        rng = self.rng
        day, place = f"2015-02-{rng.randint(10, 13)}", rng.choice(WHERE)
        group, rival = rng.sample(GROUPS, 2)
        person, killed = rng.choice(PEOPLE), rng.choice((3, 4, 21))
        told = [f"{group} killed {killed} farmers in {place} on {day}.", f"The commander {person} was captured by the {group} near {place}.",
                f"{group} is allied with {rival} in {place}, elders said.", "It was unclear whether the missing were released."]  # fmt: skip
        text = " ".join([told[0], *rng.sample(TURNS, 3), *(words for words in told[1:] if rng.random() < 0.6), str(rng.randrange(10**6))])
        return self._reading(text, told, (group, rival, person, killed), day, place)

    def _reading(self, text: str, told: list[str], who: tuple[str, str, str, int], day: str, place: str) -> Row:
        rng, (group, rival, person, killed) = self.rng, who
        parties = [actor(text, n, name, **traits) for n, name, traits in ((1, group, {"sector": "REB"}), (2, rival, {"sector": "REB"}),
                                                                           (3, person, {"kind": "person"})) if name in text]  # fmt: skip
        toll = [("killed", killed, killed, str(killed))]
        claims = [event(text, "killed", sentence=told[0], actor=["a1"], day=day, place=place, toll=toll)]
        if told[1] in text:
            claims.append(event(text, "captured", number=2, incident="i2", kind="status", type="captured", sentence=told[1], actor=["a1"],
                                recipient=["a3"], day=day))  # fmt: skip
        if told[2] in text:
            claims.append(event(text, "allied", number=3, incident="i3", kind="relation", type="alliance", sentence=told[2], actor=["a1"],
                                recipient=["a2"]))  # fmt: skip
        home = "i1" if rng.random() < 0.6 else None
        cases = [{"incident": home, "question": told[3], "span": span_of(text, told[3]), "in": "text", "state": "open"}] if told[3] in text else []
        page = f"https://example.org/{len(self.made)}" if rng.random() < 0.7 else None
        return reading(text, claims, actors=parties, cases=cases, outlet=rng.choice(OUTLETS), uri=page, published=f"2015-02-{rng.randint(13, 16)}")

    def _copy(self) -> Row:
        """Print an article again in another outlet."""
        old = self.rng.choice(self.made)
        return _again(old, f"{old['article']['text']} Reprinted {self.rng.randrange(10**6)}.", outlet="Copy Shop", uri=None)

    def _version(self) -> Row:
        """Change a page: its words, or only the bytes around them."""
        old = self.rng.choice(self.made)
        if old["article"]["uri"] is None:
            return self._copy()
        return _again(old, f"{old['article']['text']} Updated {self.rng.randrange(10**6)}.")

    def _newer(self) -> Row:
        """Read an article again with a newer engine, which sees something else."""
        row = copy.deepcopy(self.rng.choice(self.made))
        row["engine"] = {**row["engine"], "version": f"0.1.{self.rng.randrange(10**6)}"}
        for part in (*row["claims"][:1], *row["incidents"][:1]):
            part["mode"] = self.rng.choice(("firearms", "explosives", None))
        return row


def _again(old: Row, text: str, **facts: Any) -> Row:
    """Return the reading of an article whose text goes on."""
    known = {name: old["article"][name] for name in ("ref", "uri", "outlet", "title", "language", "published")}
    parts = {name: copy.deepcopy(old[name]) for name in ("claims", "incidents", "cases", "actors")}
    return {**reading(text, parts["claims"], actors=parts["actors"], cases=parts["cases"], **{**known, **facts}), "incidents": parts["incidents"]}


def ids(ledger: Ledger, kind: str) -> list[str]:
    """Return the standing records of a kind."""
    with ledger.reading() as connection:
        return sorted(connection.execute(select(record.c.id).where(record.c.kind == kind, record.c.to_act.is_(None))).scalars())


def claims_of(ledger: Ledger) -> list[str]:
    from tocsin.ledger.tables import claim

    with ledger.reading() as connection:
        return sorted(connection.execute(select(claim.c.id)).scalars())


def decided(ledger: Ledger) -> list[str]:
    with ledger.reading() as connection:
        return sorted(connection.execute(select(decision.c.id)).scalars())


class Desk:
    """People who decide by chance. Each act returns whether there was something to decide about."""

    def __init__(self, ledger: Ledger, seed: int) -> None:
        """Sit down."""
        self.ledger, self.rng = ledger, random.Random(seed)

    def act(self) -> bool:
        """Decide something; what is refused for a good reason is no act."""
        name = self.rng.choice(("merge", "merge", "split", "split", "same", "different", "accept", "reject", "reject_claim", "correct", "correct_claim",
                                "grade", "close", "link", "seal", "redact", "undo", "undo", "status", "accept_case"))  # fmt: skip
        try:
            return bool(getattr(self, f"_{name}")())
        except (UsageError, LedgerError):
            return False

    def some(self, kind: str, n: int = 1) -> list[str]:
        found = ids(self.ledger, kind)
        return self.rng.sample(found, n) if len(found) >= n else []

    def _one(self, verb: str, kind: str, value: Row | None = None, **more: Any) -> object:
        found = self.some(kind)
        return found and desk.decide(self.ledger, verb, found[0], who="ada", reason="by chance", value=value, **more)

    def _merge(self) -> object:
        found = self.some("incident", self.rng.choice((2, 2, 3)))
        return found and desk.merge(self.ledger, found, who="ada", reason="one happening")

    def _split(self) -> object:
        for one in self.rng.sample(found := ids(self.ledger, "incident"), len(found)):
            with self.ledger.reading() as connection:
                members = desk.find_subject(connection, one).anchors
            if len(members) > 1:
                return desk.split(self.ledger, one, self.rng.sample(members, self.rng.randint(1, len(members) - 1)), who="ada", reason="two happenings")
        return None

    def _identity(self, decide: Callable[..., object]) -> object:
        found = self.some(self.rng.choice(("person", "group")), 2)
        return found and decide(self.ledger, found, who="ada", reason="I know them")

    def _same(self) -> object:
        return self._identity(desk.declare_same)

    def _different(self) -> object:
        return self._identity(desk.declare_different)

    def _accept(self) -> object:
        return self._one("accept", self.rng.choice(("incident", "person", "group", "relation")))

    def _accept_case(self) -> object:
        return self._one("accept", "case")

    def _reject(self) -> object:
        return self._one("reject", self.rng.choice(("incident", "relation", "case")))

    def _claim(self, verb: str, value: Row | None = None) -> object:
        found = claims_of(self.ledger)
        return found and desk.decide(self.ledger, verb, self.rng.choice(found), who="ada", reason="as printed", value=value)

    def _reject_claim(self) -> object:
        return self._claim("reject")

    def _correct_claim(self) -> object:
        return self._claim("correct", {"mode": "firearms"})

    def _correct(self) -> object:
        return self._one("correct", "incident", {"toll.killed": self.rng.choice((5, 6, 7))})

    def _status(self) -> object:
        return self._one("correct", "person", {"status": "released"})

    def _grade(self) -> object:
        return self._one("grade", "incident", {"evidence": self.rng.choice(("confirmed", "weak"))})

    def _close(self) -> object:
        found = claims_of(self.ledger)
        return found and self._one("close", "case", {"answer": "they were"}, evidence=[self.rng.choice(found)])

    def _link(self) -> object:
        found = self.some("incident", 2)
        return found and desk.link(self.ledger, *found, "retaliation-for", who="ada", reason="they said so")

    def _seal(self) -> object:
        return self._one(self.rng.choice(("seal", "unseal")), self.rng.choice(("incident", "person")))

    def _redact(self) -> object:
        return self._one("redact", "incident", {"scope": "names"})

    def _undo(self) -> object:
        found = decided(self.ledger)
        return found and self.ledger.undo(self.rng.choice(found), who="ada", reason="on second thoughts")


def live(ledger: Ledger, seed: int, acts: int, after: Callable[[], object] = lambda: None) -> int:
    """Let so many things happen to a ledger, calling `after` each of them; return how many did."""
    maker, people, rng = Maker(seed), Desk(ledger, seed + 1), random.Random(seed + 2)
    done = 0
    for n in range(acts):
        if n < 3 or rng.random() < 0.5:
            ledger.ingest([incoming(maker.article()) for _ in range(rng.choice((1, 1, 2)))], "ada")
            done += 1
        else:
            done += people.act()
        after()
    return done


def lines(ledger: Ledger, *, history: bool = False) -> list[str]:
    """Return the export of a ledger."""
    from tocsin.ledger.transfer import export_lines

    with ledger.reading() as connection:
        return list(export_lines(connection, history=history))
