"""Who acted and who suffered: the actors behind the words that fill an event's roles."""

from __future__ import annotations

from tocsin.events.scene import Scene
from tocsin.lexicon.load import load_lexicon
from tocsin.model.event import Trigger
from tocsin.model.who import Actor

_RECIPROCAL_RELATIONS = frozenset({"alliance", "rivalry", "ceasefire", "merger"})


def parties_of(scene: Scene, trigger: Trigger) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the ids of actors and recipients.

    A thing that is struck stands for its keepers when nobody else is named; groups of actors ("the two groups") stand for their parts.
    """
    actor = _ids(scene, trigger, "actor")
    recipient = tuple(key for key in _ids(scene, trigger, "recipient") or _ids(scene, trigger, "object") if key not in actor)
    if not recipient and trigger.kind == "event" and trigger.type in _ABOUT_OTHERS and actor:
        recipient = _party_in_content(scene, trigger, actor)
    if trigger.kind == "relation":
        actor = tuple(key for key in actor if _can_be_tied(scene.actors[key], trigger.type, is_actor=True))
        relation = "" if trigger.frame == "appointed" else trigger.type  # whoever appoints somebody commands a person, not a body
        recipient = tuple(key for key in recipient if _can_be_tied(scene.actors[key], relation, is_actor=False))
    if trigger.kind == "relation" and trigger.type not in _RECIPROCAL_RELATIONS and not (actor and recipient):
        return (), ()
    if trigger.type in {"alliance", "rivalry"} and all(scene.actors[key].kind == "person" for key in (*actor, *recipient)):
        return (), ()  # rivals for an office, friends who made up
    if trigger.type in _RECIPROCAL_RELATIONS and recipient:
        return tuple(dict.fromkeys((*actor, *recipient))), ()
    return actor, recipient


_CIVIL = frozenset({"GOV", "LEG", "JUD", "JRN", "BUS", "EDU", "MED", "SOC", "LAB", "CVL", "COP", "ELI"})
_ARMED = frozenset({"REB", "MIL", "PRM", "UAF", "OPP", "SEP"})
_INTERNATIONAL = frozenset({"IGO", "UNO", "EUR", "NGO", "MNC"})
"""Bodies whose heads and members hold an office (the actor's `role`), which is no tie between parties of a conflict."""
_BODIES = frozenset({"group", "organisation"})


def _can_be_tied(actor: Actor, relation: str, *, is_actor: bool) -> bool:
    """Tell whether an actor is known well enough to be one end of a tie: named or of a known party; members and leaders by name, of a body."""
    named = any(mention.kind == "name" for mention in actor.mentions)
    if relation in {"membership", "leadership"}:
        if is_actor:
            return named and actor.kind != "population"
        if actor.sector in _CIVIL or actor.country in _INTERNATIONAL:
            return False
        return actor.kind in _BODIES and (named or actor.kb is not None or actor.country is not None)
    if relation == "support" and not is_actor and actor.kind in _BODIES and actor.sector in _ARMED:
        return True
    return named or (actor.kind in _BODIES and (actor.kb is not None or actor.country is not None)) or relation == "ceasefire"


_ABOUT_OTHERS = frozenset(
    {"AGREE", "CONCEDE", "REQUEST", "REJECT", "THREATEN", "ACCUSE", "SUPPORT", "SANCTION", "RETREAT", "MOBILIZE", "AID", "COOPERATE"}
)
"""Acts that are done to somebody whom the words may name only inside what is promised, asked, refused or cut."""

_CONTENT = frozenset(
    {
        "dobj",
        "prep",
        "pobj",
        "xcomp",
        "ccomp",
        "pcomp",
        "dative",
        "poss",
        "amod",
        "compound",
        "nsubj",
        "acl",
        "agent",
        "attr",
        "acomp",
        "oprd",
        "advcl",
    }
)
_SETTING_PREPS = frozenset({"after", "before", "since", "despite", "during", "until", "according", "because", "as"})


def _party_in_content(scene: Scene, trigger: Trigger, actor: tuple[str, ...]) -> tuple[str, ...]:
    """Return the first known party inside what an act of words is about: "promised aid to X", "demanded that X's army leave"."""
    sent = scene.sentences[trigger.sentence]
    level = [k for k in sent.children[trigger.token] if k > trigger.token or trigger.verb != trigger.token]
    for _ in range(6):
        level = [k for k in level if sent.tokens[k].dep in _CONTENT and sent.tokens[k].lower not in _SETTING_PREPS]
        found = [
            hit[0] for k in level if (hit := scene.mention_at.get((trigger.sentence, k))) and hit[1].kind != "pronoun" and _is_known_party(hit[0])
        ]
        keys = [actor_.id for actor_ in found if actor_.id not in actor]
        if keys:
            return (keys[0],)
        level = [below for k in level for below in sent.children[k]]
    return ()


def _is_known_party(actor: Actor) -> bool:
    """Tell whether an actor is a state, body or group, or people of a known country."""
    return (actor.kind in {"state", "organisation", "group"} and (actor.country is not None or actor.kb is not None)) or (
        actor.kind in {"person", "population"} and actor.country is not None
    )


def _ids(scene: Scene, trigger: Trigger, role: str) -> tuple[str, ...]:
    """Return the actor ids of one role in text order."""
    found: dict[str, None] = {}
    tokens = scene.sentences[trigger.sentence].tokens
    own = {filler.token for filler in trigger.fillers if filler.via != "self" and trigger.span[0] <= tokens[filler.token].start < trigger.span[1]}
    for token in trigger.fill(role):
        # "formed an unholy alliance": the words of the act itself are nobody.
        actor = None if token in own or (role == "actor" and _only_says_where(scene, trigger, token)) else _actor_of(scene, trigger, token)
        if actor is not None:
            found.update(dict.fromkeys(actor.parts or (actor.id,)))
    return tuple(found)


def _only_says_where(scene: Scene, trigger: Trigger, token: int) -> bool:
    """Tell whether a word before an event noun is a town or area, whatever the language model took it for: "the Marawi blast"."""
    ways = {filler.via for filler in trigger.fillers if filler.token == token and filler.role == "actor"}
    if not ways or not all(way == "modifier" or way.startswith("through:") for way in ways):
        return False
    word = scene.sentences[trigger.sentence].tokens[token]
    here = (place for place in scene.places_in.get(trigger.sentence, ()) if place.span[0] <= word.start < place.span[1])
    return word.dep == "compound" and any(place.toponym is not None and not place.metonym and (place.ucdp_precision or 6) < COUNTRY for place in here)


COUNTRY = 6
"""UCDP place precision of a whole country, which may well be a doer ("the US strikes")."""


def _actor_of(scene: Scene, trigger: Trigger, token: int) -> Actor | None:
    """Return the actor behind a filler; in a tie also the body behind its people, and the name around a word."""
    return _body_behind(scene, trigger, token) or actor_at(scene, trigger.sentence, token) or _name_around(scene, trigger, token)


_PERSONAL = frozenset({"membership", "leadership", "split"})
"""Ties that the people of a body have for themselves, not for the body."""


def _body_behind(scene: Scene, trigger: Trigger, token: int) -> Actor | None:
    """Return the named body that a tie holds with though the words name its leadership or people: "the al-Qaeda leadership", "members of X"."""
    sent = scene.sentences[trigger.sentence]
    word, table = sent.tokens[token], load_lexicon().table
    is_people = word.lemma in table["people_of"] and word.tag in {"NNS", "NNPS"} and trigger.type not in _PERSONAL
    if trigger.kind != "relation" or not (is_people or word.lemma in table["collective"]):
        return None
    owners = sent.kids(token, "poss", "compound", "nmod")
    owners += [
        k
        for loyal in sent.kids(token, "amod", "acl")
        if sent.tokens[loyal].lemma in table["loyal"]
        for prep in sent.kids(loyal, "prep")
        for k in sent.kids(prep, "pobj")
    ]
    owners += [k for prep in sent.kids(token, "prep") if sent.tokens[prep].lower in {"of", "from"} for k in sent.kids(prep, "pobj")]
    found = (scene.mention_at.get((trigger.sentence, k)) for k in owners)
    return next((hit[0] for hit in found if hit and (hit[0].kind in _BODIES or is_people) and hit[1].kind == "name"), None)


def _name_around(scene: Scene, trigger: Trigger, token: int) -> Actor | None:
    """Return the actor in whose name a word stands that does not head it: "the Islamic State of Iraq and the Levant, which"."""
    word = scene.sentences[trigger.sentence].tokens[token]
    if trigger.kind != "relation" or not word.ent:
        return None
    around = [
        hit
        for (sentence, _), hit in scene.mention_at.items()
        if sentence == trigger.sentence and hit[1].kind == "name" and hit[1].span[0] <= word.start < hit[1].span[1]
    ]
    return min(around, key=lambda hit: hit[1].span[1] - hit[1].span[0])[0] if around else None


def actor_at(scene: Scene, sentence: int, token: int) -> Actor | None:
    """Return the actor that a noun phrase stands for, by its head; for a quantity or a flat name also by the words that it governs."""
    found = scene.mention_at.get((sentence, token))
    if found is None:
        sent = scene.sentences[sentence]
        word = sent.tokens[token]
        near = [
            k for k in sent.children[token] if sent.tokens[k].dep in {"compound", "appos", "nmod"} and sent.tokens[k].ent == word.ent and word.ent
        ]
        near += [word.head] if word.dep in {"compound", "nummod", "amod"} else []
        found = next((hit for k in near if (hit := scene.mention_at.get((sentence, k)))), None)
    return found[0] if found else None
