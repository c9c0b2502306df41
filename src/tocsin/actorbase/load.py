"""Load the actor base and look things up: known actors, countries and demonyms, communities, role nouns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from typing import Any, Literal

from rapidfuzz import fuzz

from tocsin.actorbase.compile import CAPITAL, EXACT, EXACT_WORD, MIDWAY, NAME, TITLED, Index
from tocsin.actorbase.match import alike_phrase, cased, letters_of, longest_phrase, lowered, shouted
from tocsin.actorbase.names import fold, sound_key, words_of
from tocsin.actorbase.store import load_index
from tocsin.actorbase.types import Alias, AliasCase, Community, Demonym, KnownActor, RoleNoun, Tie

_CASES: tuple[AliasCase, ...] = ("any", "name", "capital", "midway", "titled", "exact", "exact")
_LOOKS = 84.0  # of 100: "Harakat-ul-Mujahedeen" against "Harkat-ul-Mujahideen" is 93, most chance sharers of a key are below 80
_WORD_LOOKS = 72.0  # "Sha'bi" against "Shaabi" is 91, "Ayachi" against "Ayashi" 83, "security" against "secret" 71
_ALIKE = 0.75  # below it, names that share a sound key are rarely one (tried on transliterations of the base's own aliases)


class ActorBase:
    """Read-only look-up of known actors, countries, communities and role nouns."""

    def __init__(self, index: Index) -> None:
        """Keep the compiled index; objects are made on first use."""
        self._rows: list[list[Any]] = index["actors"]
        self._exact: dict[str, list[list[int]]] = index["exact"]
        self._sound: dict[str, list[int]] = index["sound"]
        self._heads: dict[str, list[int]] = index["heads"]
        self._alike: dict[str, list[list[int]]] = index["alike"]
        self._alike_heads: dict[str, int] = index["alike_heads"]
        self._countries: dict[str, list[list[Any]]] = index["countries"]
        self._country_heads: dict[str, list[int]] = index["country_heads"]
        self._communities: dict[str, list[list[Any]]] = index["communities"]
        self._community_heads: dict[str, list[int]] = index["community_heads"]
        self._roles: dict[str, list[Any]] = index["roles"]
        self._made: dict[int, KnownActor] = {}
        self._numbers: dict[str, int] = {row[0]: number for number, row in enumerate(self._rows)}

    def __len__(self) -> int:
        """Return the number of known actors."""
        return len(self._rows)

    def _actor(self, number: int) -> KnownActor:
        known = self._made.get(number)
        if known is None:
            known = self._made[number] = _make_actor(self._rows[number])
        return known

    def actors(self) -> Iterable[KnownActor]:
        """Return all known actors, in the order of the files."""
        return (self._actor(number) for number in range(len(self._rows)))

    def country_codes(self) -> frozenset[str]:
        """Return the alpha-3 codes of all countries that the base knows."""
        return frozenset(row[0] for rows in self._countries.values() for row in rows)

    def word_counts(self) -> dict[str, int]:
        """Return how many countries, communities and role nouns the base knows, and how many forms of each."""
        return {
            "countries and territories": len(self.country_codes()),
            "forms of countries, demonyms, capitals and seats": sum(map(len, self._countries.values())),
            "religious and ethnic communities": len({row[0] for rows in self._communities.values() for row in rows}),
            "forms of communities": len(self._communities),
            "role nouns": len({row[0] for row in self._roles.values()}),
            "forms of role nouns": len(self._roles),
        }

    def get(self, actor_id: str) -> KnownActor | None:
        """Return the actor with this id, None when there is none."""
        number = self._numbers.get(actor_id)
        return None if number is None else self._actor(number)

    def _chosen(self, hits: Sequence[Sequence[int]], on: date | None) -> tuple[KnownActor, ...]:
        """Return the actors of index hits; names in use on the day come alone when there are any."""
        if on is not None and len(hits) > 1:
            hits = [hit for hit in hits if self._in_use(hit, on.year)] or hits
        return tuple(self._actor(number) for number in dict.fromkeys(hit[0] for hit in hits))

    def _in_use(self, hit: Sequence[int], year: int) -> bool:
        row = self._rows[hit[0]]
        _, since, until, _ = row[7][hit[1]]
        return (since or row[8] or 0) <= year <= (until or 9999)

    def find(self, name: str, on: date | None = None) -> tuple[KnownActor, ...]:
        """Return the actors with this name, () when unknown, several when the name is ambiguous.

        Case, accents, apostrophes, hyphens, quotes, "'s" and the articles "the", "al-", "el-" do not matter. With `on`, actors that bore
        the name on that day (and had come into being) are preferred; without such, all are returned.
        """
        hits = [hit for hit in self._exact.get(" ".join(fold(name)), []) if self._may_mean(name, hit)]
        if len(hits) > 1:  # "JeM" and "JEM" are two groups
            hits = [hit for hit in hits if self._rows[hit[0]][7][hit[1]][0] == name] or hits
        return self._chosen(hits, on)

    def _may_mean(self, name: str, hit: Sequence[int]) -> bool:
        """Tell whether a name out of context can be an alias: "is" is never "IS", "Let" never "LeT", "National" never "The National"."""
        alias, _, _, case = self._rows[hit[0]][7][hit[1]]
        if case == TITLED:
            return name.lower().startswith("the ")
        return case < EXACT or _same_initials(alias, letters_of([name]), case) or (case == EXACT and name.islower())

    def find_alike(self, name: str) -> tuple[tuple[KnownActor, float], ...]:
        """Return actors whose name sounds alike with a score in (0, 1], best first. A surname alone also finds persons."""
        key = " ".join(sorted(sound_key(name).split()))
        if not key:
            return ()
        folded = " ".join(fold(name))
        scored = [(self._actor(number), self._likeness(number, folded)) for number in self._sound.get(key, [])]
        return tuple(sorted((pair for pair in scored if pair[1] >= _ALIKE), key=lambda pair: (-pair[1], pair[0].id)))

    def _likeness(self, number: int, folded: str) -> float:
        best = 0.0
        for alias in self._rows[number][7]:
            words = fold(alias[0])
            best = max(best, fuzz.ratio(folded, " ".join(words)) / 100)
            if " " not in folded and self._rows[number][2] == "person":
                best = max(best, 0.9 * fuzz.ratio(folded, words[-1]) / 100)
        return round(best, 3)

    def longest_match(self, words: Sequence[str], start: int, on: date | None = None) -> tuple[int, tuple[KnownActor, ...]] | None:
        """Return (number of words, actors) of the longest known name that starts at `start` in running text, None when none does.

        Words are the tokens of a sentence, also when split at hyphens and apostrophes. Acronyms must be written as the base has them
        ("IS", never "is"; none of those that are everyday words inside an ALL-CAPS line), bare surnames and everyday words need a capital.
        Where no name is written so, names of several words in other transliterations are found by their sound.
        """
        for count, phrase in longest_phrase(self._heads, self._exact, words, start):
            hits = [hit for hit in self._exact[phrase] if self._fits(hit, words, start, count)]
            if hits:
                return count, self._chosen(hits, on)
        return self._match_alike(words, start, on)

    def _match_alike(self, words: Sequence[str], start: int, on: date | None) -> tuple[int, tuple[KnownActor, ...]] | None:
        """Return the longest name of several words that sounds and looks like what starts at `start`: other transliterations."""
        for count, phrase in alike_phrase(self._alike_heads, self._alike, words, start):
            written = fold(" ".join(words[start : start + count]))
            hits = [hit for hit in self._alike[phrase] if self._looks_like(hit, written)]
            if hits:
                return count, self._chosen(hits, on)
        return None

    def _looks_like(self, hit: Sequence[int], written: tuple[str, ...]) -> bool:
        """Tell whether names that sound alike look alike, as wholes and word by word ("Security Service" is no "Secret Service")."""
        known = fold(self._rows[hit[0]][7][hit[1]][0])
        if fuzz.ratio(" ".join(written), " ".join(known)) < _LOOKS:
            return False
        return len(written) != len(known) or all(fuzz.ratio(one, other) >= _WORD_LOOKS for one, other in zip(written, known, strict=True))

    def _fits(self, hit: Sequence[int], words: Sequence[str], start: int, count: int) -> bool:
        name, _, _, case = self._rows[hit[0]][7][hit[1]]
        return _case_fits(name, case, words, start, count)

    def country_of(self, word: str, on: date | None = None) -> Demonym | None:
        """Return what a word says about a country: "Libya", "Libyan", "Libyans", "Tripoli", "the Kremlin"; None when nothing.

        Everyday words need a capital ("Turkey", "Polish"), initials must be capital ("US", "U.K."). Where one form is both, countries come
        before adjectives, adjectives before nouns, nouns before capitals. `on` chooses between capitals that changed.
        """
        tokens = word.split()
        tokens = tokens[1:] if len(tokens) > 1 and tokens[0].lower() == "the" else tokens
        phrase = " ".join(words_of(" ".join(tokens)))
        fitting = [row for row in self._countries.get(phrase, []) if _case_fits(row[9], row[8], tokens, 0, len(tokens))]
        return _best_country(fitting, on)

    def longest_country(self, words: Sequence[str], start: int, on: date | None = None) -> tuple[int, Demonym] | None:
        """Return (number of words, demonym) of the longest country form that starts at `start` in running text."""
        for count, phrase in longest_phrase(self._country_heads, self._countries, words, start):
            found = _best_country([row for row in self._countries[phrase] if _case_fits(row[9], row[8], words, start, count)], on)
            if found is not None:
                return count, found
        return None

    def community(self, words: str | Sequence[str]) -> Community | None:
        """Return the religious or ethnic community that these words name, None when they name none."""
        tokens = words.split() if isinstance(words, str) else words
        rows = self._communities.get(" ".join(words_of(" ".join(tokens))))
        return _make_community(rows[0]) if rows and (rows[0][7] != CAPITAL or cased(tokens)) else None

    def longest_community(self, words: Sequence[str], start: int) -> tuple[int, Community] | None:
        """Return (number of words, community) of the longest community name that starts at `start` in running text."""
        for count, phrase in longest_phrase(self._community_heads, self._communities, words, start):
            row = self._communities[phrase][0]
            if row[7] != CAPITAL or cased(words[start : start + count]):
                return count, _make_community(row)
        return None

    def role_noun(self, phrase: str) -> RoleNoun | None:
        """Return what a noun or noun phrase says about somebody's role, singular or plural, any case; None when it is no role."""
        row = self._roles.get(phrase.lower())
        return None if row is None else RoleNoun(row[0], row[1], row[2], row[3], row[4], row[5], row[6], row[7], row[8])

    def longest_role(self, words: Sequence[str]) -> tuple[int, RoleNoun] | None:
        """Return (number of words, role) of the longest role phrase that ends the words: "senior opposition leader" gives "opposition leader"."""
        for size in range(min(4, len(words)), 0, -1):
            role = self.role_noun(" ".join(words[-size:]).replace(" - ", "-"))
            if role is not None:
                return size, role
        return None


def _case_fits(name: str, case: int, words: Sequence[str], start: int, count: int) -> bool:
    if case == NAME:
        return cased(words[start : start + count], name) or lowered(words)
    if case in {CAPITAL, MIDWAY}:
        if case == MIDWAY and start == 0 and len(words) > count:
            return False
        return cased(words[start : start + count], name) and not (name.isalpha() and shouted(words, start, count))
    if case == TITLED:  # inside a sentence only: at its start every "The" has a capital
        return start > 1 and words[start - 1] == "The" and words[start][:1].isupper()
    if case >= EXACT:
        same = _same_initials(name, letters_of(words[start : start + count]), case)
        return same and not (case == EXACT_WORD and shouted(words, start, count))
    return True


def _same_initials(alias: str, written: str, case: int) -> bool:
    """Tell whether initials are written as the base has them, or in British style from four letters on ("Farc", "Nato", "Unita")."""
    initials = letters_of([alias])
    return written == initials or (case == EXACT and len(initials) >= 4 and initials.isupper() and written == initials.capitalize())


_FORM_RANK: dict[Literal["country", "demonym_adj", "demonym_noun", "capital", "seat"], int] = {
    "country": 0, "demonym_adj": 1, "demonym_noun": 2, "capital": 3, "seat": 4,
}  # fmt: skip


def _best_country(rows: Sequence[list[Any]], on: date | None) -> Demonym | None:
    if on is not None and len(rows) > 1:
        rows = [row for row in rows if (row[6] or 0) <= on.year <= (row[7] or 9999)] or rows
    if not rows:
        return None
    row = min(rows, key=lambda each: (_FORM_RANK[each[2]], each[7] is not None))
    return Demonym(row[0], row[1], row[2], row[3], row[4], row[5], row[6], row[7])


def _make_community(row: list[Any]) -> Community:
    return Community(row[0], row[1], row[2], row[3], tuple(row[4]), row[5], row[6])


def _make_actor(row: list[Any]) -> KnownActor:
    return KnownActor(
        id=row[0], name=row[1], kind=row[2], sector=row[3], country=row[4], religion=row[5], ethnicity=row[6],
        aliases=tuple(Alias(name, since, until, _CASES[case]) for name, since, until, case in row[7][1:]),
        active_from=row[8], active_to=row[9], parents=tuple(Tie(*tie) for tie in row[10]),
        outside=tuple((scheme, value) for scheme, value in row[11]), leaders=tuple(row[12]), ideology=row[13], office=row[14], gender=row[15],
    )  # fmt: skip


@cache
def load_actor_base() -> ActorBase:
    """Return the shipped actor base, loaded once per process.

    Raises:
        KnowledgeError: shipped data breaks its own schema.
    """
    return ActorBase(load_index())
