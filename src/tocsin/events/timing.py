"""When the event happened: the time expression that belongs to its words, by the grammar of the sentence."""

from __future__ import annotations

from tocsin.events.afterwards import leads_to_deed
from tocsin.events.clauses import governors
from tocsin.events.scene import Scene
from tocsin.model.claim import ClaimTime
from tocsin.model.event import Trigger
from tocsin.model.text import Sentence
from tocsin.model.when import Grain, TimeMention, When

GRAIN_PRECISION: dict[Grain, int] = {
    "instant": 1, "hour": 1, "part": 1, "day": 1, "week": 3, "month": 4, "season": 5, "quarter": 5, "year": 5,
}  # fmt: skip
_THROUGH = frozenset({
    "advcl", "xcomp", "conj", "dobj", "pobj", "prep", "nsubj", "nsubjpass", "pcomp", "acl", "attr", "agent", "dative", "ccomp", "oprd", "appos",
    "compound", "nmod", "poss", "amod", "csubj", "advmod", "dep",
})  # fmt: skip
"""Labels by which an event shares the time of the clause above it. Not relcl: a relative clause tells another time."""

_ASIDE = frozenset({"since", "following", "before", "until"})
"""Prepositions behind which stands a happening of another time than the clause's own day."""

_FINDING = frozenset({"find", "see", "discover", "watch", "leave", "mean", "happen", "result", "end"})
"""Verbs whose clause tells of the same moment; the clause of a verb of saying or thinking does not."""


def time_of(scene: Scene, trigger: Trigger) -> ClaimTime:
    """Return the time of an event from its own sentence, basis "unknown" when the sentence gives none."""
    sent = scene.sentences[trigger.sentence]
    candidates = [mention for mention in scene.times_in.get(trigger.sentence, ()) if mention.when is not None]
    if sent.root not in {trigger.token, trigger.verb}:
        candidates = [mention for mention in candidates if not dates_picture(sent, mention)]
    if not candidates:
        return ClaimTime()
    if trigger.kind != "event":  # "remained rivals until the defeat in 2009" says when it ended
        candidates = [mention for mention in candidates if not _is_end(sent, mention)]
    if told := _told_of_date(sent, trigger, candidates):
        return claim_time(told)
    hosts = {mention.id: _host(sent, scene, mention) for mention in candidates}
    dealt = _dealt_with(sent, trigger)
    for level in _levels(sent, trigger):
        at = [mention for mention in candidates if hosts[mention.id] == level and (level not in dealt or mention.first > trigger.token)]
        if at:
            return claim_time(min(at, key=lambda mention: _rank(mention, trigger)))
    inside = [mention for mention in candidates if hosts[mention.id] != NO_HOST and _is_inside(sent, hosts[mention.id], trigger)]
    return claim_time(min(inside, key=lambda mention: _rank(mention, trigger))) if inside else ClaimTime()


def time_at(scene: Scene, sentence: int, verb: int) -> ClaimTime:
    """Return the finest time that a verb of a sentence bears itself, basis "unknown" when it bears none."""
    sent = scene.sentences[sentence]
    own = [mention for mention in scene.times_in.get(sentence, ()) if mention.when is not None and _host(sent, scene, mention) == verb]
    dated = [mention for mention in own if scene.dateline is None or mention.span[0] >= scene.dateline.span[1] or mention.section == "title"]
    best = min(dated, key=_width, default=None)
    return claim_time(best) if best and not best.start_only else ClaimTime()


def dates_picture(sent: Sentence, mention: TimeMention) -> bool:
    """Tell whether a full date closes the caption of a picture ("Mourners gather after the killing of a vendor, in Lyon, May 3, 2016").

    It says when the picture was taken, which is the day of what its main verb shows, not that of the acts that it names besides.
    """
    rest = [token for token in sent.tokens[mention.last + 1 :] if token.text[0].isalnum()]
    before = sent.tokens[mention.first - 1].text if mention.first else ""
    shows = sent.tokens[sent.root].tag in {"VBZ", "VBP"} or sent.tokens[0].text == "FILE"
    return shows and not rest and before == "," and mention.basis == "explicit"


def _is_end(sent: Sentence, mention: TimeMention) -> bool:
    """Tell whether a date stands behind "until", directly or as that of what ended something."""
    above = (sent.tokens[i].lower for i in (mention.first, *sent.ancestors(mention.first)))
    return any(word in {"until", "till"} for word in above)


def _told_of_date(sent: Sentence, trigger: Trigger, mentions: list[TimeMention]) -> TimeMention | None:
    """Return the date whose relative clause a trigger heads: "in 2012, when the brigade split from the front"."""
    token = sent.tokens[trigger.verb]
    if token.dep != "relcl":
        return None
    return next((mention for mention in mentions if mention.first <= token.head <= mention.last), None)


_INWARD = frozenset({"prep", "pobj", "pcomp", "advcl", "npadvmod", "dobj", "agent", "appos", "conj", "xcomp", "nsubj"})
_OTHER_TIME = frozenset(
    {"after", "before", "since", "until", "following", "for", "over", "about", "against", "than", "because", "if", "unless", "although", "though"}
)
"""Words that lead from an act to something of another time."""


def _is_inside(sent: Sentence, host: int, trigger: Trigger) -> bool:
    """Tell whether a time stands in a circumstance of the act: "killed two during a raid yesterday", "while searching for X last night"."""
    below = host
    if below in {trigger.token, trigger.verb}:
        return True
    for above, dep in governors(sent, host):
        marked = any(sent.tokens[k].lower in _OTHER_TIME and sent.tokens[k].dep in {"mark", "advmod"} for k in sent.children[below])
        if dep not in _INWARD or marked or sent.tokens[below].lower in _OTHER_TIME:
            return False
        if above in {trigger.token, trigger.verb}:
            return True
        below = above
    return False


def _rank(mention: TimeMention, trigger: Trigger) -> tuple[int, int]:
    """Prefer the finer, then the nearer time."""
    return _width(mention), abs(mention.first - trigger.token)


def _width(mention: TimeMention) -> int:
    """Return the days of a window less one, a great number when it is open."""
    when = mention.when
    return (when.end - when.start).days if when and when.start and when.end else 99999


def _levels(sent: Sentence, trigger: Trigger) -> list[int]:
    """Return the words whose times are the event's, nearest first: itself, its verb, and the clauses that it is part of."""
    levels = [trigger.token]
    if any(filler.via in {"title", "apposition"} for filler in trigger.fillers):
        return levels  # "In 2004 X, a founder of Y, was arrested": the founding has no date here
    below = trigger.token
    for above, dep in governors(sent, trigger.token):
        if dep not in _THROUGH or (dep in {"ccomp", "parataxis"} and sent.tokens[above].lemma not in _FINDING and sent.tokens[above].pos != "AUX"):
            break
        if _leads_aside(sent, below):
            break
        if dep == "acl" and sent.tokens[below].tag == "VBN" and sent.tokens[above].pos in {"NOUN", "PROPN"}:
            break
        levels.append(above)
        below = above
    if trigger.verb not in levels:
        levels.insert(1, trigger.verb)
    return levels


def _dealt_with(sent: Sentence, trigger: Trigger) -> set[int]:
    """Return the words above an event that only deal with it afterwards, and all above them.

    Their time is its own only where it stands behind it: "charged with the killing of a guard on Friday", not "charged on Friday with the killing".
    """
    below, found = trigger.token, set[int]()
    for above, _ in governors(sent, trigger.token):
        if found or leads_to_deed(sent, below, above):
            found.add(above)
        below = above
    return found


def _leads_aside(sent: Sentence, word: int) -> bool:
    """Tell whether a word leads from a clause to a happening of another time: "detained during protests *following* the shooting"."""
    token = sent.tokens[word]
    if token.lower in _ASIDE:
        return token.dep in {"prep", "mark"} or token.tag == "VBG"
    return token.lower in {"wake", "aftermath"} and token.dep == "pobj"


NO_HOST = -1
"""Position of no word: the time belongs to no event of the sentence."""


def _host(sent: Sentence, scene: Scene, mention: TimeMention) -> int:
    """Return the verb or event noun that a time expression modifies, `NO_HOST` when it only bounds a comparison."""
    span = range(mention.first, mention.last + 1)
    head = next((i for i in span if sent.tokens[i].head not in span), mention.last)
    events = {trigger.token for trigger in scene.triggers_in.get(mention.sentence, ())}
    below = head
    for above, _ in governors(sent, head):
        token = sent.tokens[above]
        if _compares(sent, above) or (below != head and _leads_back(sent, above)):
            return NO_HOST
        below = above
        if above in events or token.pos in {"VERB", "AUX"}:
            return above
    return sent.root


_ANSWERS = frozenset({"retaliation", "revenge", "reprisal", "response", "reaction", "retaliate", "avenge"})


def _leads_back(sent: Sentence, i: int) -> bool:
    """Tell whether a preposition leads to something of an earlier time: "after the blast of Monday", "in revenge *for* the raid on Monday"."""
    token = sent.tokens[i]
    if token.dep != "prep":
        return False
    return token.lower in {"after", "following", "since"} or (token.lower == "for" and sent.tokens[token.head].lemma in _ANSWERS)


def _compares(sent: Sentence, i: int) -> bool:
    """Tell whether a word is a "since" that says how far back something is the greatest of its kind: "the deadliest attack since 2003"."""
    if sent.tokens[i].lower != "since":
        return False
    above = sent.tokens[i].head
    beside = (above, *sent.children[above], *(k for kid in sent.kids(above, "acomp", "attr") for k in (kid, *sent.children[kid])))
    return any(sent.tokens[k].tag in {"JJS", "RBS"} or sent.tokens[k].lower == "first" for k in beside if k < i)


def claim_time(mention: TimeMention) -> ClaimTime:
    """Return the claim's time that a mention gives."""
    when = mention.when or When(None, None, None, "span")
    return ClaimTime(when.edtf, when.start, when.end, when.grain, mention.basis, mention.id, precision_of(when))


def precision_of(when: When) -> int | None:
    """Return the UCDP date precision of a window, None when it is open or unknown."""
    if when.start is None or when.end is None:
        return None
    days = (when.end - when.start).days + 1
    if days == 1:
        return 1
    return next((code for limit, code in ((6, 2), (7, 3), (31, 4), (366, 5)) if days <= limit), 5)
