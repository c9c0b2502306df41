"""What the writers ask of an incident: whether it is told as a fact, its day, its figures, its sides, its outlets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tocsin.exchange.bundle import Bundle, by_id
from tocsin.exchange.losses import LossLog, joined
from tocsin.ontology.acled import Deed, party_class
from tocsin.ontology.load import load_ontology

Row = dict[str, Any]

_RANK = {"claimed": 0, "stated": 1, "suspected": 2}


def unrejected(bundle: Bundle, log: LossLog) -> list[Row]:
    """Return the incidents that the desk has not rejected, by id; the others are logged."""
    kept = []
    for incident in by_id(bundle.incidents):
        if incident["review"] == "rejected":
            log.leave_out(incident, "rejected by the desk")
        else:
            kept.append(incident)
    return kept


def happened(bundle: Bundle, log: LossLog) -> list[Row]:
    """Return the incidents that a format may state as facts: actual or disputed ones. Denied, future, hypothetical and rejected ones are logged."""
    kept = []
    for incident in unrejected(bundle, log):
        if incident["status"] not in {"actual", "disputed"}:
            log.leave_out(incident, f"{incident['status']}: the format would print it as having happened")
        else:
            kept.append(incident)
    return kept


def events_only(incidents: Iterable[Row], log: LossLog) -> list[Row]:
    """Return the incidents that are events; ties and states of people are logged."""
    known = load_ontology().events
    kept = []
    for incident in incidents:
        if incident["type"] in known:
            kept.append(incident)
        else:
            log.leave_out(incident, "a tie or a state, not an event: the format has events only")
    return kept


def leave_out_others(bundle: Bundle, log: LossLog, kinds: Sequence[str] = ("people", "groups", "relations", "cases")) -> None:
    """Log the records of kinds that the format has no place for."""
    for kind in kinds:
        for record in by_id(getattr(bundle, kind)):
            log.leave_out(record, f"the format has no place for {kind}")


@dataclass(frozen=True, slots=True)
class Window:
    """First and last possible day, both known."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """Return the number of days in the window."""
        return (self.last - self.first).days + 1

    @property
    def middle(self) -> date:
        """Return the day in the middle, the earlier of two."""
        return self.first + timedelta(days=(self.days - 1) // 2)


def window_of(time: Row) -> Window | None:
    """Return the window of a time, None when it is open or unknown on a side."""
    first, last = day_of(time.get("start")), day_of(time.get("end"))
    return Window(first, last) if first and last and first <= last else None


def day_of(text: Any) -> date | None:
    """Return an ISO day, None for anything else."""
    try:
        return date.fromisoformat(str(text)[:10]) if text else None
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Figure:
    """People affected in one way. None: unknown or open on that side; never 0 for want of knowledge."""

    low: int | None
    best: int | None
    high: int | None
    combatants: bool | None = None

    @property
    def one(self) -> int | None:
        """Return the single number that fits best: best, else low."""
        return self.best if self.best is not None else self.low

    def __str__(self) -> str:
        return "/".join("?" if n is None else str(n) for n in (self.low, self.best, self.high))


def figures_of(incident: Row, effect: str, log: LossLog) -> list[Figure]:
    """Return the figures of one effect: the total alone where there is one, else one figure each for combatants and others."""
    rows = [row for row in incident["toll"] if row["effect"] == effect]
    whole = [row for row in rows if row.get("combatants") is None]
    if whole and len(rows) > 1:
        parts = [_figure(row) for row in rows if row is not whole[0]]
        log.reduce(incident["id"], f"toll.{effect}", joined(parts), _figure(whole[0]), "a part of the total is not counted beside it")
    return [_figure(row) for row in (whole[:1] or rows)]


def figure_of(incident: Row, effect: str, log: LossLog) -> Figure | None:
    """Return one figure of an effect, parts added up; None when it is not reported."""
    figures = figures_of(incident, effect, log)
    if len(figures) < 2:
        return figures[0] if figures else None
    low, best, high = (_sum([getattr(figure, side) for figure in figures]) for side in ("low", "best", "high"))
    return Figure(low, best, high)


def _sum(numbers: list[int | None]) -> int | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if len(known) == len(numbers) else None


def _figure(row: Row) -> Figure:
    return Figure(row["low"], row["best"], row["high"], row.get("combatants"))


def perpetrators_of(incident: Row, log: LossLog) -> list[Row]:
    """Return who is said to have done it, the best founded first; those whose part is denied are logged."""
    blamed = []
    for party in incident["perpetrators"]:
        if party.get("attribution") == "denied":
            log.reduce(incident["id"], "perpetrators", party["name"], None, "its part is denied")
        else:
            blamed.append(party)
    return sorted(blamed, key=lambda party: (_RANK.get(party.get("attribution", "stated"), 3), str(party["key"])))


def compete(incident: Row) -> bool:
    """Tell whether the sources disagree about who did it."""
    return any(conflict["field"].split(".")[0] in {"perpetrators", "actor", "parties"} for conflict in incident["conflicts"])


def class_of(party: Row) -> str:
    """Return the class of a party: state, armed, protesters, mob or civilians."""
    return party_class(party.get("sector"), party.get("kind") or "", party.get("name") or "")


def is_unidentified(party: Row) -> bool:
    """Tell whether a party is only described ("gunmen"), not named."""
    return party.get("kind") == "unidentified" or party.get("sector") in {"UAF", "UNK"} or str(party["key"]).startswith("words:unidentified")


def deed_of(incident: Row) -> Deed:
    """Return what the codebook tables look at."""
    sides = incident["parties"]
    actors = sides or [party for party in incident["perpetrators"] if party.get("attribution") != "denied"]
    return Deed(
        kind="event", type=incident["type"], mode=incident["mode"], hint=None,
        actor=frozenset(class_of(party) for party in actors), recipient=frozenset(class_of(party) for party in incident["victims"]),
        effects=frozenset(row["effect"] for row in incident["toll"]), means=" ".join(str(row["name"]).lower() for row in incident["means"]),
        two_sided=bool(sides),
    )  # fmt: skip


def outlets_of(incident: Row) -> list[str]:
    """Return the outlets that tell of it, in order of publication, each once."""
    rows = sorted(incident["sources"], key=lambda row: (str(row.get("published") or "9999"), str(row.get("outlet")), str(row.get("article"))))
    return list(dict.fromkeys(str(row["outlet"]) for row in rows if row.get("outlet")))


def speakers_of(incident: Row) -> list[str]:
    """Return whom the outlets quote, innermost speakers, each once."""
    chains = [row.get("chain") or [] for row in incident["sources"]]
    return list(dict.fromkeys(str(chain[-1]) for chain in chains if len(chain) > 1))
