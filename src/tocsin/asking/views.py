"""Records of the ledger for Python: typed, read-only, each with the whole of its JSON in `body`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from tocsin.report.columns import actors_text, article_key, claim_toll, names_text, says_text, sure_text
from tocsin.report.words import day_text, place_text, time_text, tolls_text

if TYPE_CHECKING:
    from tocsin.asking.answer import Answer
    from tocsin.asking.door import Desk

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Toll:
    """A figure of an incident. None stands for a bound that is open or unknown.

    Attributes:
        effect: killed, injured, abducted, displaced, …
        rule: How it was chosen among what the sources say.
    """

    effect: str
    low: int | None
    best: int | None
    high: int | None
    rule: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field on which sources disagree: each value with those who say so."""

    field: str
    values: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True, repr=False)
class View:
    """One record.

    Attributes:
        body: The record as JSON, complete; see `docs/reference/ledger.md`.
    """

    body: Row
    _desk: Desk
    noun: ClassVar[str] = "record"
    nouns: ClassVar[str] = "records"

    @property
    def id(self) -> str:
        """Return its id."""
        return str(self.body["id"])

    def __repr__(self) -> str:
        return f"<{self.noun} {self}>"

    def __str__(self) -> str:
        return self.id

    def __hash__(self) -> int:
        return hash((type(self), self.id))


@dataclass(frozen=True, slots=True, repr=False, eq=True, unsafe_hash=False)
class Record(View):
    """A record that is derived from claims and decisions."""

    __hash__ = View.__hash__

    def __str__(self) -> str:
        return f"{self.id[:11]}  {self.label}"

    @property
    def label(self) -> str:
        """Return a line for people."""
        return str(self.body["label"])

    @property
    def review(self) -> str:
        """Return unreviewed, accepted, corrected or rejected."""
        return str(self.body["review"])

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """Return the fields on which sources disagree, with who says what; what was replaced since is left out."""
        return tuple(
            Conflict(row["field"], tuple((str(value["value"]), tuple(value["sources"])) for value in row["values"] if value["current"]))
            for row in self.body["conflicts"]
        )

    def claims(self) -> Answer[ClaimRow]:
        """Return the claims that it stands on, with their words and sources, earliest published first."""
        return self._desk.claims_of(self.id)

    def story(self) -> Row:
        """Return the whole story, as `tocsin ledger show --json` prints it."""
        return self._desk.show(self.id)


class Incident(Record):
    """What happened, however many articles tell of it."""

    __slots__ = ()
    noun, nouns = "incident", "incidents"

    @property
    def type(self) -> str:
        """Return the PLOVER type."""
        return str(self.body["type"])

    @property
    def mode(self) -> str | None:
        """Return the PLOVER mode."""
        return _text(self.body["mode"])

    @property
    def start(self) -> date | None:
        """Return the first day on which it can have begun; None for an unknown time."""
        return _day(self.body["time"]["start"])

    @property
    def end(self) -> date | None:
        """Return the last day on which it can have ended."""
        return _day(self.body["time"]["end"])

    @property
    def when(self) -> str:
        """Return the time as people write it; "" when unknown."""
        return time_text(self.body["time"])

    @property
    def place(self) -> str:
        """Return the place as people write it; "" when unknown."""
        return place_text(self.body["place"])

    @property
    def country(self) -> str | None:
        """Return the country, ISO 3166 alpha-3."""
        return _text(self.body["place"]["country"])

    @property
    def point(self) -> tuple[float, float] | None:
        """Return latitude and longitude in degrees (WGS84); how exact they are says `body["place"]["ucdp_precision"]` (1 town … 7 unknown)."""
        place = self.body["place"]
        return (place["lat"], place["lon"]) if place["lat"] is not None and place["lon"] is not None else None

    @property
    def perpetrators(self) -> tuple[str, ...]:
        """Return who is said to have done it, the most firmly attributed first; who only is said not to have is left out."""
        return tuple(row["name"] for row in self.body["perpetrators"] if row["attribution"] != "denied")

    @property
    def parties(self) -> tuple[str, ...]:
        """Return all parties of an act with two sides, or that harms nobody."""
        return tuple(row["name"] for row in self.body["parties"])

    @property
    def victims(self) -> tuple[str, ...]:
        """Return who suffered it."""
        return tuple(row["name"] for row in self.body["victims"])

    @property
    def communities(self) -> tuple[str, ...]:
        """Return religions and ethnicities of the victims."""
        return tuple(self.body["communities"])

    @property
    def tolls(self) -> tuple[Toll, ...]:
        """Return the figures."""
        return tuple(Toll(row["effect"], row["low"], row["best"], row["high"], row["rule"]) for row in self.body["toll"])

    @property
    def toll(self) -> str:
        """Return the figures as people write them; "" for none."""
        return tolls_text(self.body["toll"])

    @property
    def killed(self) -> int | None:
        """Return the best figure of those killed; None when none is told."""
        return next((row.best for row in self.tolls if row.effect == "killed"), None)

    @property
    def status(self) -> str:
        """Return actual, disputed, denied, future or hypothetical."""
        return str(self.body["status"])

    @property
    def background(self) -> bool:
        """Tell whether the news only looks back at it."""
        return bool(self.body["background"])

    @property
    def grade(self) -> str | None:
        """Return the evidence grade: confirmed, fair, weak, contested or discounted; None for what has not happened."""
        return _text(self.body["grade"]["evidence"])

    @property
    def sources(self) -> tuple[str, ...]:
        """Return the outlets that tell of it, earliest first."""
        rows = sorted(self.body["sources"], key=lambda row: row["published"] or "9999")
        return tuple(dict.fromkeys(row["outlet"] for row in rows))

    def cases(self) -> tuple[str, ...]:
        """Return the ids of its open questions."""
        return tuple(self.body["cases"])

    def __str__(self) -> str:
        facts = (self.label, self.toll, self.grade or self.status, "≠ " + ", ".join(one.field for one in self.conflicts) if self.conflicts else "")
        return f"{self.id[:11]}  {' · '.join(fact for fact in facts if fact)}"

    @property
    def actors(self) -> str:
        """Return who acted as people write it: a question mark for suspects."""
        return actors_text(self.body)


class _Entity(Record):
    __slots__ = ()

    @property
    def name(self) -> str:
        """Return the name."""
        return self.label

    @property
    def spellings(self) -> tuple[str, ...]:
        """Return all names that articles use."""
        return tuple(sorted({row["name"] for row in self.body["aliases"]}))

    @property
    def country(self) -> str | None:
        """Return the country, ISO 3166 alpha-3."""
        return _text(self.body["country"])

    @property
    def sector(self) -> str | None:
        """Return the PLOVER sector: MIL, REB, GOV, CVL or another."""
        return _text(self.body["sector"])

    def incidents(self, **conditions: Any) -> Answer[Incident]:
        """Return the incidents that they are a party of, latest first; conditions are those of `Desk.incidents`."""
        return self._desk.incidents(party=self.id, **conditions)


class Person(_Entity):
    """A person, by what is said to have become of them."""

    __slots__ = ()
    noun, nouns = "person", "people"

    @property
    def status(self) -> str:
        """Return alive, dead, captured, missing, held, wounded, released, unknown or disputed."""
        return str(self.body["status"])

    @property
    def roles(self) -> tuple[str, ...]:
        """Return their roles."""
        return tuple(row["role"] for row in self.body["roles"])

    def __str__(self) -> str:
        return f"{self.id}  {self.label} · {self.status}"


class Group(_Entity):
    """A group, an organisation or a state."""

    __slots__ = ()
    noun, nouns = "group", "groups"

    @property
    def kind(self) -> str:
        """Return group, organisation, population or state."""
        return str(self.body["entity_kind"])

    def __str__(self) -> str:
        return f"{self.id}  {self.label}"


class Relation(Record):
    """A tie between two parties."""

    __slots__ = ()
    noun, nouns = "relation", "relations"

    @property
    def type(self) -> str:
        """Return alliance, rivalry, hostility, membership, leadership or another type."""
        return str(self.body["type"])

    @property
    def one(self) -> str:
        """Return the one side; of directed ties the one that it goes out from."""
        return str(self.body["from"]["name"])

    @property
    def other(self) -> str:
        """Return the other side."""
        return str(self.body["to"]["name"])

    @property
    def state(self) -> str:
        """Return standing, ended, denied, disputed, possible or unknown; asked for a day of the world, as of that day."""
        return str(self.body["state"])

    @property
    def first(self) -> date | None:
        """Return the day of the first claim that speaks for it."""
        return _day(self.body["first"])

    @property
    def last(self) -> date | None:
        """Return the day of the last claim that speaks for it."""
        return _day(self.body["last"])

    def __str__(self) -> str:
        return f"{self.id[:11]}  {self.label} · {self.state}"


class Case(Record):
    """A question that an article left open."""

    __slots__ = ()
    noun, nouns = "case", "cases"

    @property
    def question(self) -> str:
        """Return the question."""
        return str(self.body["question"])

    @property
    def state(self) -> str:
        """Return open, proposed or closed."""
        return str(self.body["state"])

    @property
    def opened(self) -> date | None:
        """Return the day of the article that left it open."""
        return _day(self.body["opened"])

    @property
    def age(self) -> int | None:
        """Return how many days ago that was."""
        age = self.body.get("age")
        return None if age is None else int(age)

    def __str__(self) -> str:
        age = f" · {self.age:,} days" if self.age is not None else ""
        return f"{self.id[:11]}  {self.question} · {self.state}{age}"


class ClaimRow(View):
    """What one article says, in its words."""

    __slots__ = ()
    noun, nouns = "claim", "claims"

    @property
    def type(self) -> str:
        """Return the type of the event, relation or status."""
        return str(self.body["type"])

    @property
    def words(self) -> str:
        """Return the sentence that it stands on; "" where it stands on none of its own."""
        return str(self.body["evidence"]["words"] or "")

    @property
    def sources(self) -> tuple[str, ...]:
        """Return who says so: the outlet, then whom it quotes, then whom those quote."""
        return tuple(row["name"] for row in self.body["sources"])

    @property
    def certainty(self) -> str:
        """Return certain, probable, possible, denied, probably not, perhaps not or open."""
        return sure_text(self.body)

    @property
    def incident(self) -> str | None:
        """Return the id of its incident."""
        return _text(self.body.get("incident"))

    @property
    def article(self) -> str:
        """Return the id of its article."""
        return str(self.body["article"])

    @property
    def when(self) -> str:
        """Return the time as people write it; "" when unknown."""
        return time_text(self.body["time"])

    @property
    def place(self) -> str:
        """Return the place as people write it; "" when unknown."""
        return place_text(self.body["place"])

    @property
    def toll(self) -> str:
        """Return its figures as people write them."""
        return claim_toll(self.body)

    def __str__(self) -> str:
        parties = " → ".join(part for part in (names_text(self.body["actor"]), names_text(self.body["recipient"])) if part)
        facts = (self.type, parties, self.toll, self.certainty, f"says {says_text(self.body)}")
        return f"{self.id[:11]}  {' · '.join(fact for fact in facts if fact)}"


class ArticleRow(View):
    """An article as it was collected."""

    __slots__ = ()
    noun, nouns = "article", "articles"

    @property
    def outlet(self) -> str:
        """Return the outlet, else the site or the name that it was read under."""
        return str(self.body["outlet"])

    @property
    def title(self) -> str | None:
        """Return the title."""
        return _text(self.body["title"])

    @property
    def uri(self) -> str | None:
        """Return the address."""
        return _text(self.body["uri"])

    @property
    def published(self) -> date | None:
        """Return the day of publication."""
        return _day(self.body["published"])

    def text(self) -> str:
        """Return its text as it was read, checked against its hash."""
        return self._desk.text_of(self.id)

    def __str__(self) -> str:
        facts = (day_text(self.body["published"]) or "undated", self.outlet, self.title or self.body["ref"])
        return f"{article_key(self.id)}  {' · '.join(facts)}"


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
