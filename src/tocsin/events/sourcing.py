"""Who says so: the chain from the outlet to the innermost speaker."""

from __future__ import annotations

from tocsin.events.accused import accusers, is_accusing
from tocsin.events.scene import Scene
from tocsin.lexicon.load import load_lexicon
from tocsin.model.claim import Source, SourceRole
from tocsin.model.event import Trigger
from tocsin.model.said import Attribution
from tocsin.model.who import Actor

_ROLE_OF_SECTOR: dict[str, SourceRole] = {
    "GOV": "official", "MIL": "official", "COP": "official", "JUD": "official", "LEG": "official", "SPY": "official", "PRM": "group",
    "REB": "group", "UAF": "group", "CRM": "group", "PTY": "group", "OPP": "group", "JRN": "media", "EDU": "expert", "MED": "witness",
    "CVL": "witness", "SOC": "ngo", "REL": "ngo", "REF": "witness",
}  # fmt: skip


def sources_of(scene: Scene, trigger: Trigger) -> tuple[Source, ...]:
    """Return who says so, outermost first: the outlet, then the speakers of the passages that hold the trigger."""
    chain: list[Source] = []
    if scene.article.outlet:
        chain.append(Source(scene.article.outlet, "outlet"))
    offset = trigger.span[0]
    covering = [said for said in scene.attributions if said.speech and said.covers(trigger.section, offset)]
    for said in sorted(covering, key=lambda said: -sum(end - start for start, end in said.content)):
        source = _speaker(scene, said)
        if source and not _is_own_act(said, trigger) and all(source.name != other.name for other in chain):
            chain.append(source)
    return (*chain, *_claimants(scene, trigger, chain), *_accusers(scene, trigger, chain))


def _accusers(scene: Scene, trigger: Trigger, chain: list[Source]) -> list[Source]:
    """Return who puts a deed on somebody: "the minister blamed the attack on rebels" is the minister's word."""
    if not any(is_accusing(filler.via) for filler in trigger.fillers if filler.role == "actor"):
        return []
    named = {source.name for source in chain}
    blaming = [actor for actor in accusers(scene, trigger) if actor.name not in named]
    return [Source(actor.name, source_role(actor, actor.name), actor.id, trigger.span) for actor in blaming]


def _claimants(scene: Scene, trigger: Trigger, chain: list[Source]) -> list[Source]:
    """Return who claims an act for themselves: "X claimed responsibility" is X's own word."""
    words = scene.text_of(trigger.section, trigger.span).lower()
    if "responsib" not in words and not words.startswith(("claim", "admit", "own up")):
        return []
    heads = [filler.token for filler in trigger.fillers if filler.role == "actor"]
    found = [hit[0] for token in heads if (hit := scene.mention_at.get((trigger.sentence, token)))]
    named = {source.name for source in chain}
    return [Source(actor.name, source_role(actor, actor.name), actor.id, trigger.span) for actor in found[:1] if actor.name not in named]


def _is_own_act(said: Attribution, trigger: Trigger) -> bool:
    """Tell whether the reporting word is the event itself ("urged", "accused"): then the narrator says so."""
    return said.sentence == trigger.sentence and said.cue_token == trigger.token


def _speaker(scene: Scene, said: Attribution) -> Source | None:
    """Return the speaker of a passage, None when the words hide it."""
    if said.source is None:
        return None
    actor = scene.actors.get(said.actor or "")
    words = scene.text_of(said.section, said.source)
    name = actor.name if actor else words
    return Source(name, source_role(actor, words), actor.id if actor else None, said.source)


def source_role(actor: Actor | None, words: str) -> SourceRole:
    """Return the role of a speaker in the contract's terms."""
    last = words.lower().split()[-1:] or [""]
    if last[0].rstrip("s") in load_lexicon().table["documents"]:
        return "document"
    if actor is None:
        return "anonymous"
    if actor.country in {"NGO", "IGO", "UNO"} and actor.sector in {None, "SOC", "MED"}:
        return "ngo" if actor.country == "NGO" else "official"
    if actor.kind == "state":
        return "official"
    return _ROLE_OF_SECTOR.get(
        actor.sector or "", "anonymous" if actor.kind == "unidentified" else "witness" if actor.kind == "population" else "expert"
    )
