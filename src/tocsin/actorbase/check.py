"""Check the actor base as a whole and count it: dangling ties, years that cannot be, shared names. `python -m tocsin.actorbase.check` reports."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator

from tocsin.actorbase.load import ActorBase, load_actor_base
from tocsin.actorbase.names import fold
from tocsin.actorbase.types import KnownActor

FIRST_YEAR, LAST_YEAR = 1800, 2030
TRANSNATIONAL = frozenset({"IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"})
_TO_PERSONS = frozenset({"leader", "commander", "founder", "spokesman", "head", "minister", "member"})


def _dangling(actor: KnownActor, base: ActorBase) -> Iterator[str]:
    """Yield ties to ids that are not in the base, and ties to itself."""
    for target in (*(tie.id for tie in actor.parents), *actor.leaders):
        if base.get(target) is None:
            yield f"{actor.id}: {target} is not in the base"
        if target == actor.id:
            yield f"{actor.id}: tied to itself"
    for leader in actor.leaders:
        person = base.get(leader)
        if person is not None and person.kind != "person":
            yield f"{actor.id}: leader {leader} is no person"


def _strange_years(actor: KnownActor) -> Iterator[str]:
    """Yield years out of range and spans that end before they begin."""
    spans = [(actor.active_from, actor.active_to), *((alias.valid_from, alias.valid_to) for alias in actor.aliases)]
    for since, until in (*spans, *((tie.valid_from, tie.valid_to) for tie in actor.parents)):
        if any(year is not None and not FIRST_YEAR <= year <= LAST_YEAR for year in (since, until)):
            yield f"{actor.id}: year out of range in {since}-{until}"
        if since is not None and until is not None and since > until:
            yield f"{actor.id}: {since}-{until} ends before it begins"


def _strange_kind(actor: KnownActor, countries: frozenset[str]) -> Iterator[str]:
    """Yield what the kind of an actor does not allow, and countries that the country file does not know."""
    if actor.country is not None and actor.country not in countries | TRANSNATIONAL:
        yield f"{actor.id}: unknown country {actor.country}"
    if actor.kind == "person" and actor.gender is None:
        yield f"{actor.id}: person without gender"
    if actor.kind != "person" and (actor.gender or actor.office):
        yield f"{actor.id}: only persons have a gender or an office"
    if actor.kind != "person" and any(tie.relation in _TO_PERSONS - {"member"} for tie in actor.parents):
        yield f"{actor.id}: a body leads a body"


def problems(base: ActorBase) -> list[str]:
    """Return everything that is wrong across entries; the schema of single entries is checked when they are read."""
    countries = base.country_codes()
    return [
        problem
        for actor in base.actors()
        for problem in (*_dangling(actor, base), *_strange_years(actor), *_strange_kind(actor, countries), *_repeated(actor))
    ]


def _repeated(actor: KnownActor) -> Iterator[str]:
    """Yield aliases that an entry lists twice with the same years, letter for letter."""
    seen = Counter((alias.name, alias.valid_from) for alias in actor.aliases)
    yield from (f"{actor.id}: {name} listed twice" for (name, _), times in seen.items() if times > 1)
    yield from (f"{actor.id}: {alias.name} is the name itself" for alias in actor.aliases if alias.name == actor.name)


def _spans_meet(one: tuple[int | None, int | None], other: tuple[int | None, int | None]) -> bool:
    return (one[0] or 0) <= (other[1] or LAST_YEAR) and (other[0] or 0) <= (one[1] or LAST_YEAR)


def clashes(base: ActorBase) -> dict[str, tuple[str, ...]]:
    """Return, per folded name, the ids of actors that share it in the same years: each is a place where texts are ambiguous."""
    holders: dict[str, list[tuple[str, str, tuple[int | None, int | None]]]] = {}
    for actor in base.actors():
        forms = [(actor.name, (None, None)), *((alias.name, (alias.valid_from, alias.valid_to)) for alias in actor.aliases)]
        for name, span in forms:
            holders.setdefault(" ".join(fold(name)), []).append((actor.id, name, span))
    return {name: shared for name, found in holders.items() if len(shared := _ambiguous(found)) > 1}


def _ambiguous(found: list[tuple[str, str, tuple[int | None, int | None]]]) -> tuple[str, ...]:
    """Return the ids among holders of a folded name whose spellings and years do not tell them apart."""
    ids = {
        identity
        for one in found
        for other in found
        if one[0] != other[0] and _spans_meet(one[2], other[2]) and not (one[1].isalpha() and other[1].isalpha() and one[1] != other[1])
        for identity in (one[0], other[0])
    }
    return tuple(sorted(ids))


def counts(base: ActorBase) -> dict[str, int]:
    """Return how many entries of each sort the base holds, for the reference page."""
    actors = list(base.actors())
    armed = [actor for actor in actors if actor.kind == "group" and actor.sector in {"REB", "PRM", "CRM", "UAF"}]
    return {
        "known actors": len(actors),
        "names of actors": sum(1 + len(actor.aliases) for actor in actors),
        "armed non-state groups": len(armed),
        "state forces, police and intelligence bodies": _of_sectors(actors, "MIL COP SPY"),
        "persons": sum(actor.kind == "person" for actor in actors),
        "media": _of_sectors(actors, "JRN"),
        "actors with dated ties": sum(any(tie.valid_from or tie.valid_to for tie in actor.parents) for actor in actors),
        "actors with an outside id": sum(bool(actor.outside) for actor in actors),
        **base.word_counts(),
    }


def _of_sectors(actors: Iterable[KnownActor], sectors: str) -> int:
    return sum(actor.kind != "person" and actor.sector in sectors.split() for actor in actors)


def counts_table(base: ActorBase) -> str:
    """Return the counts as a Markdown table."""
    rows = "\n".join(f"| {what} | {number:,} |" for what, number in counts(base).items())
    return f"| what | how many |\n|---|---:|\n{rows}\n"


def main() -> int:
    """Print the counts, the shared names and the problems; return 1 when there are problems."""
    base = load_actor_base()
    shared = "\n".join(f"- {name}: {', '.join(ids)}" for name, ids in sorted(clashes(base).items()))
    wrong = problems(base)
    sys.stdout.write(f"{counts_table(base)}\nNames that several actors share in the same years:\n{shared}\n\nProblems: {len(wrong)}\n")
    sys.stdout.write("".join(f"- {problem}\n" for problem in wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
