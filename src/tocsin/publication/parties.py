"""Who is named in a release and how: by a public name, by a pseudonym of this release, or only described."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tocsin.actorbase.load import load_actor_base
from tocsin.actorbase.types import KnownActor
from tocsin.publication.profile import Names
from tocsin.publication.protected import Protected
from tocsin.publication.secret import ReleaseKeys
from tocsin.publication.vocabulary import code, community_names, read_table
from tocsin.records.identity import is_identity
from tocsin.records.rules import country_names

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Guard:
    """What people decided about somebody.

    Attributes:
        id: The record that stands for the party key.
        absent: Not even mentioned: sealed, or redacted in all.
        unnamed: Never named. `placeless`: no place of what he is part of leaves.
    """

    id: str
    absent: bool = False
    unnamed: bool = False
    placeless: bool = False


@dataclass(frozen=True)
class Namer:
    """Gives the parties of released records their names. `withheld` counts by kind how often a name stayed inside."""

    names: Names
    guards: Mapping[str, Guard]
    protected: Protected
    keys: ReleaseKeys
    communities: bool
    withheld: dict[str, int] = field(default_factory=dict)

    def treatment(self, party: Row) -> str:
        """Return keep, pseudonym, redact or absent for a party."""
        key, kind = str(party["key"]), str(party.get("kind"))
        guard = self.guards.get(key, Guard(key))
        if guard.absent:
            return "absent"
        if guard.unnamed or {key, guard.id} & self.names.redact:
            return "redact"
        if {key, guard.id} & self.names.keep:
            return "keep"
        chosen = self.names.of_kind(kind)
        return ("keep" if self.known(party) or _state(key) else "pseudonym") if chosen == "known" else chosen

    def known(self, party: Row) -> KnownActor | None:
        """Return the entry of the actor base that a party is, None for all others."""
        key = str(party["key"])
        if key.startswith("kb:"):
            return load_actor_base().get(key.removeprefix("kb:"))
        if key == f"words:unidentified:-:{str(party['name']).lower()}":  # typed by the desk: a name alone
            hits = [hit for hit in load_actor_base().find(str(party["name"])) if hit.kind != "person"]
            return hits[0] if len(hits) == 1 else None
        return None

    def party(self, party: Row, owner: str, *, community: bool, unnamed: bool = False) -> Row | None:
        """Return the made fields of a party as it leaves, None when it is not mentioned at all.

        Args:
            party: As the ledger has it.
            owner: Id of the record that it stands in: whoever is only described there is nobody elsewhere.
            community: Whether religion and ethnicity may leave.
            unnamed: Whether a decision keeps all names out of this record.
        """
        treatment = self.treatment(party)
        if treatment == "absent":
            self._count("not mentioned")
            return None
        public = self.known(party) is not None or _state(str(party["key"])) is not None
        if unnamed and (not public or party.get("kind") == "person"):
            treatment = "redact"
        kind = code("kind", party.get("kind")) or "unidentified"
        told = community and self.communities and kind != "person"
        beliefs = {name: code(name, party.get(name)) if told else None for name in ("religion", "ethnicity")}
        return {"kind": kind, "kb": None, **self._called(party, kind, treatment, owner, beliefs), **beliefs}

    def _called(self, party: Row, kind: str, treatment: str, owner: str, beliefs: Row) -> Row:
        """Return key, name and entry of a party."""
        known = self.known(party)
        state = _state(str(party["key"]))
        if treatment == "keep" and known is not None:
            return {"key": f"kb:{known.id}", "name": known.name, "kb": known.id, "kind": known.kind}
        if treatment == "keep" and state is not None:
            return {"key": str(party["key"]), "name": country_names()[state]}
        if treatment == "keep" and is_identity(str(party["key"])) and self._may_stand(party, kind):
            return {"key": self.public_key(party), "name": " ".join(str(party["name"]).split())}
        if treatment in {"keep", "pseudonym"} and is_identity(str(party["key"])):
            self._count(f"{kind}: pseudonym")
            mark = self.keys.make("", "name", self.guards.get(str(party["key"]), Guard(str(party["key"]))).id, digits=6)
            return {"key": f"name:{kind}:{mark}", "name": f"{kind.capitalize()} {mark}"}
        if is_identity(str(party["key"])) or kind == "person":
            self._count(f"{kind}: not named")
        name = self.described(party, kind, beliefs)
        return {"key": f"words:{kind}:-:{self.keys.make('', 'words', owner, str(party['key']), digits=8)}", "name": name}

    def _may_stand(self, party: Row, kind: str) -> bool:
        """Tell whether a name holds no protected one. A person who may be named is looked at for full names only: surnames are shared."""
        name = f"{party['name']} {str(party['key']).rpartition(':')[2]}"
        return not (self.protected.named_in(name) if kind == "person" else self.protected.found_in(name))

    def public_key(self, party: Row) -> str:
        """Return the key of somebody whose name leaves: that name, folded."""
        from tocsin.actorbase.names import words_of

        return f"name:{code('kind', party.get('kind')) or 'group'}:{'-'.join(words_of(str(party['name']))) or '-'}"

    def described(self, party: Row, kind: str, beliefs: Row) -> str:
        """Return what somebody unnamed is called: his people's community or his force; never the words of an article."""
        table = read_table("publication/vocabulary.yaml")
        people = next((community_names()[value] for value in (beliefs["ethnicity"], beliefs["religion"]) if value in community_names()), None)
        if kind == "population" and people:
            return people
        if kind in {"group", "unidentified"} and party.get("sector") in table["armed"]:
            return str(table["armed"][party["sector"]])
        return str(table["described"][kind])

    def _count(self, what: str) -> None:
        self.withheld[what] = self.withheld.get(what, 0) + 1


def _state(key: str) -> str | None:
    """Return the country that a party key of a state names."""
    return code("country", key.removeprefix("state:")) if key.startswith("state:") else None
