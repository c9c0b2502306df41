"""Decide which earlier actor a noun phrase without a name takes up: "the group", "the guild leader", "the tired porters"."""

from __future__ import annotations

from tocsin.actors.cluster import Cluster, Reference, joint
from tocsin.actors.link_local import stated_antecedent
from tocsin.actors.phrase import PROPER, Phrase
from tocsin.actors.words import reference_words
from tocsin.model.who import Count

WINDOW = 12
"""Sentences that a definite phrase reaches back. Beyond a dozen, news has moved on to somebody else with the same noun."""
_GROUP_WINDOW = 5
_UNIQUE_SECTORS = frozenset({"GOV", "MIL", "COP", "LEG", "JUD"})
_UNARMED = frozenset({"SOC", "GOV", "MED", "EDU", "BUS", "JRN", "LEG", "JUD", "REL", "LAB"})


def link_nominal(reference: Reference, phrase: Phrase) -> Cluster:
    """Put a nominal into the cluster that it takes up, else into a new one."""
    found = stated_antecedent(reference, phrase) or _repeated(reference, phrase)
    if found is None and _points_back(phrase):
        found = _antecedent(reference, phrase) or _counted_parts(reference, phrase)
    if found is None and (phrase.sentence.section == "title" or phrase.lemma in reference_words().single_offices):
        found = _office_holder_below(reference, phrase)
    return reference.assign(phrase, found)


def _office_holder_below(reference: Reference, phrase: Phrase) -> Cluster | None:
    """Return the one person of the article who is named with the office that a phrase gives without a name."""
    if phrase.traits.kind != "person" or phrase.traits.number != "s" or phrase.role_noun is None or phrase.determiner not in ("", "the", "poss"):
        return None
    if phrase.modifiers & (reference_words().other_words | reference_words().part_words):
        return None
    holders = {
        id(cluster): cluster
        for cluster in reference.by_head[phrase.lemma]
        if cluster.named and phrase.role_noun.noun in cluster.heads and agrees(phrase, cluster)
    }
    return next(iter(holders.values())) if len(holders) == 1 else None


def _counted_parts(reference: Reference, phrase: Phrase) -> Cluster | None:
    """Return the cluster of exactly so many named ones that "the two groups", "both men" sums up."""
    count, words = phrase.count, reference_words()
    if count is None or count.policy != "exact" or count.low not in (2, 3):
        return None
    bodies, people = phrase.lemma in words.group_heads, phrase.lemma in words.people_heads | words.victim_heads | {"two", "both", "three"}
    states, sides = phrase.lemma in words.state_heads | words.side_heads, phrase.lemma in words.side_heads
    found: list[Cluster] = []
    for _, cluster in reference.candidates(phrase, _GROUP_WINDOW):
        body = bodies and _is_body(cluster) and _group_sector_fits(phrase, cluster) and (cluster.armed or not phrase.traits.armed)
        state = (states and cluster.kind == "state") or (sides and _is_body(cluster))
        if cluster.named and (body or state or (people and cluster.kind == "person")):
            found.append(cluster)
        if len(found) == count.low:
            return joint(reference, found)
    return None


def _same_number(phrase: Phrase, cluster: Cluster) -> bool:
    """Tell whether both are counted by the same exact number above one."""
    one, two = phrase.count, cluster.count
    return one is not None and two is not None and one.policy == two.policy == "exact" and one.low == two.low and (one.low or 0) > 1


def _points_back(phrase: Phrase) -> bool:
    """Tell whether a phrase can take up something already mentioned."""
    if not phrase.definite or phrase.determiner == "poss" or phrase.modifiers & reference_words().other_words:
        return False
    counted = phrase.count is not None and phrase.count.policy == "exact" and (phrase.count.low or 0) > 1
    return phrase.determiner in ("this", "these") or counted or not _is_defined_here(phrase)


def _is_defined_here(phrase: Phrase) -> bool:
    """Tell whether "the" only points to what follows: "the people who ran", "the men arrested on Monday", "the man in the car"."""
    sentence, tokens = phrase.sentence, phrase.sentence.tokens
    for k in sentence.children[phrase.head]:
        close = k > phrase.head and tokens[min(sentence.subtree(k))].i == phrase.last + 1
        if close and tokens[k].dep in ("relcl", "acl"):
            return True
        loose = phrase.lemma in reference_words().people_heads | reference_words().group_heads | set(reference_words().person_heads)
        if close and loose and tokens[k].dep == "prep":
            return True
    return False


def _antecedent(reference: Reference, phrase: Phrase) -> Cluster | None:
    """Return the most salient earlier cluster that fits a definite phrase; one for which the noun itself was used comes before others."""
    candidates = reference.candidates(phrase, WINDOW)
    loose, defined = phrase.lemma in reference_words().people_heads | reference_words().group_heads, _is_defined_here(phrase)
    for test in (_any_noun, _same_office) if loose else (_same_noun, _same_office, _related_noun):
        fitting = [
            cluster
            for earlier, cluster in candidates
            if test(phrase, earlier, cluster)
            and (not defined or _same_number(phrase, cluster))
            and agrees(phrase, cluster)
            and (earlier.sentence is not phrase.sentence or _may_corefer_inside(earlier, phrase))
        ]
        if fitting:
            return _most_prominent(phrase, fitting)
    return None


def _most_prominent(phrase: Phrase, fitting: list[Cluster]) -> Cluster:
    """Return the nearest cluster; for an office without further words, the holder whose office has none either and who is named most."""
    named = [cluster for cluster in fitting if cluster.named and cluster.kind == "person"]
    office = phrase.traits.sector is not None or phrase.traits.leader
    if phrase.traits.number != "s" or phrase.modifiers or phrase.traits.group or not named or not office:
        return fitting[0]
    return max(named, key=lambda cluster: (not cluster.groups, len(cluster.phrases)))


def _may_corefer_inside(earlier: Phrase, phrase: Phrase) -> bool:
    """Tell whether two phrases of one sentence can be one actor: not when both hang on the same verb, nor when one is inside the other."""
    one, two = earlier.sentence.tokens[earlier.head], phrase.sentence.tokens[phrase.head]
    if one.dep in ("nsubj", "nsubjpass") and one.head in phrase.sentence.ancestors(phrase.head):
        return False  # "traders say the boys …": a noun never takes up the subject above it
    if one.dep == "dobj" and _hangs_by_prepositions(phrase, one.head):
        return False  # "charged the officer with the murder of the boy": nor the object above it
    over = earlier.sentence.tokens[two.head]
    if two.dep == "pobj" and over.head == earlier.head:
        return False  # "two of the men"
    return one.head != two.head and not phrase.first <= earlier.head <= phrase.last and not earlier.first <= phrase.head <= earlier.last


def _hangs_by_prepositions(phrase: Phrase, verb: int) -> bool:
    """Tell whether only prepositions and nouns lie between a phrase and a verb above it."""
    at = phrase.sentence.tokens[phrase.head]
    while at.dep in {"pobj", "prep", "compound", "poss", "conj", "pcomp"} and at.head != at.i and at.pos != "VERB":
        if at.head == verb:
            return at.dep == "prep"
        at = phrase.sentence.tokens[at.head]
    return False


def _repeated(reference: Reference, phrase: Phrase) -> Cluster | None:
    """Return an earlier cluster for phrases that mean the same each time: communities, bodies with their own place, a title's actor."""
    for cluster in reversed(reference.by_head[phrase.lemma]):
        if not agrees(phrase, cluster):
            continue
        earlier = cluster.phrases[0]
        if earlier.sentence.section == "title" and phrase.sentence.section == "text" and _opens_article(phrase) and _same_details(phrase, cluster):
            return cluster
        if _is_standing(phrase) and _same_details(phrase, cluster) and (cluster.count is None or cluster.count.policy == "plural"):
            return cluster
    return None


def _opens_article(phrase: Phrase) -> bool:
    """Tell whether a phrase stands in the first paragraph, which retells the title."""
    return phrase.sentence.section == "text" and phrase.sentence.index <= 3


def _is_standing(phrase: Phrase) -> bool:
    """Tell whether a phrase means the same each time by itself: "Christians", "the Nigerian army", "ISIS fighters"."""
    if phrase.count is not None and phrase.count.policy != "plural":
        return False
    traits = phrase.traits
    if traits.kind == "population" and not phrase.role_noun and not phrase.modifiers:
        return True
    if traits.group and traits.number != "s" and phrase.determiner in ("", "the"):
        return True
    bodies = traits.sector in _UNIQUE_SECTORS and traits.kind in ("organisation", "group") and phrase.determiner in ("", "the")
    return bodies and phrase.traits.number != "p"


def _same_details(phrase: Phrase, cluster: Cluster) -> bool:
    """Tell whether a phrase says nothing that the cluster does not."""
    traits = phrase.traits
    told = ((traits.country, cluster.country), (traits.religion, cluster.religion), (traits.ethnicity, cluster.ethnicity))
    groups = traits.group is None or traits.group in cluster.groups
    return (
        all(mine is None or mine == theirs for mine, theirs in told)
        and groups
        and phrase.modifiers - reference_words().empty_words <= cluster.modifiers
    )


def agrees(phrase: Phrase, cluster: Cluster) -> bool:
    """Tell whether nothing that a phrase says contradicts a cluster."""
    traits = phrase.traits
    if {traits.number, cluster.number} == {"s", "p"} or {traits.gender, cluster.gender} in ({"m", "f"}, {"m", "n"}, {"f", "n"}):
        return False
    told = ((traits.country, cluster.country), (traits.religion, cluster.religion), (traits.ethnicity, cluster.ethnicity))
    if any(mine and theirs and mine != theirs for mine, theirs in told):
        return False
    if traits.sector and cluster.sector and not _sectors_fit(traits.sector, cluster.sector):
        return False
    return _groups_fit(phrase, cluster) and _counts_fit(phrase.count, cluster.count) and not _cuts_out(phrase, cluster)


def _sectors_fit(one: str, other: str) -> bool:
    """Tell whether two sectors can be one actor's; civilians can be anything unarmed, unidentified armed men any armed body."""
    if one == other or "CVL" in (one, other):
        return True
    armed = {"REB", "UAF", "PRM", "CRM"}
    return {one, other} <= armed or {one, other} <= {"GOV", "MIL", "COP", "ELI", "SPY"} or not {one, other} & (armed | {"MIL", "COP"})


def _groups_fit(phrase: Phrase, cluster: Cluster) -> bool:
    """Tell whether the body that a phrase names is the cluster, or one that the cluster belongs to."""
    group = phrase.traits.group
    if group is None or not (cluster.groups or cluster.keys):
        return True
    own = cluster.groups | (cluster.ids or set()) | cluster.keys
    return any(group == other or _nested(group, other) for other in own)


def _nested(one: str, other: str) -> bool:
    """Tell whether one body's key starts with the other's ("qaeda" and "qaeda in maghreb")."""
    short, full = sorted((one.replace("-", " ").split(), other.replace("-", " ").split()), key=len)
    return bool(short) and full[: len(short)] == short


def _counts_fit(one: Count | None, other: Count | None) -> bool:
    """Tell whether two counts can be of the same people."""
    if one is None or other is None:
        return True
    if "exact" in (one.policy, other.policy) and one.policy == other.policy:
        return one.low == other.low
    low = max(one.low or 0, other.low or 0)
    high = min(one.high if one.high is not None else 10**12, other.high if other.high is not None else 10**12)
    return low <= high


def _cuts_out(phrase: Phrase, cluster: Cluster) -> bool:
    """Tell whether a modifier makes a phrase a part of the cluster, or somebody else."""
    words = reference_words()
    new = phrase.modifiers - cluster.modifiers - words.empty_words
    if any(word[0] == PROPER for word in new):
        return True
    if new & (words.part_words | words.other_words):
        return True
    told = phrase.traits.religion or phrase.traits.ethnicity or phrase.traits.country or phrase.count
    return len(new) > (1 if told else 0) and not cluster.named


def _same_noun(phrase: Phrase, _earlier: Phrase, cluster: Cluster) -> bool:
    """The cluster was called by the same noun."""
    synonyms = reference_words().synonyms.get(phrase.lemma)
    group = phrase.traits.group
    other_word = synonyms is not None and not synonyms.isdisjoint(cluster.heads) and (group is None or group in cluster.groups)
    called = phrase.lemma in cluster.heads or other_word
    return (called or _same_people(phrase, cluster)) and not cluster.parts


def _same_people(phrase: Phrase, cluster: Cluster) -> bool:
    """Tell whether a community counted twice by the same number is the same people ("nine Amish people", "the nine Amish")."""
    if phrase.role_noun is not None or phrase.count is None or cluster.count is None or phrase.count.policy != "exact" or phrase.count.low == 1:
        return False
    shared = phrase.traits.religion or phrase.traits.ethnicity or phrase.traits.country
    return shared is not None and cluster.count.policy == "exact" and cluster.count.low == phrase.count.low and cluster.kind == "population"


def _any_noun(phrase: Phrase, earlier: Phrase, cluster: Cluster) -> bool:
    """A noun as wide as "group" or "men" takes up the nearest that it suits, whatever it was called."""
    return _same_noun(phrase, earlier, cluster) or _related_noun(phrase, earlier, cluster)


def _same_office(phrase: Phrase, _earlier: Phrase, cluster: Cluster) -> bool:
    """A person with an office is taken up by another word for it ("trade chief", "guild leader")."""
    words = reference_words()
    if cluster.kind != "person" or phrase.traits.number == "p" or phrase.lemma not in words.leader_heads or not cluster.leader | bool(cluster.roles):
        return False
    if not cluster.heads & words.leader_heads:
        return False
    if phrase.traits.group:
        return bool(cluster.groups)
    spoken = {word for role in cluster.roles for word in role.lower().split()}
    field = phrase.modifiers | _role_words(phrase)
    return bool(field) and _stems(field) <= _stems(spoken)


def _role_words(phrase: Phrase) -> set[str]:
    """Return the words of a role phrase before its last ("trade" of "trade chief")."""
    return set(phrase.role_noun.noun.split()[:-1]) if phrase.role_noun else set()


def _stems(words: set[str] | frozenset[str]) -> set[str]:
    """Return words cut to five letters, so that British and American spellings meet."""
    return {word[:5] for word in words}


def _related_noun(phrase: Phrase, earlier: Phrase, cluster: Cluster) -> bool:
    """The noun is a wider word for what the cluster is."""
    words, near = reference_words(), phrase.sentence.index - earlier.sentence.index <= _GROUP_WINDOW
    if not near:
        return False
    if phrase.lemma in words.group_heads and phrase.traits.number != "p":
        return _is_body(cluster) and _group_sector_fits(phrase, cluster)
    if phrase.lemma in words.armed_heads | {"suspect"} and phrase.traits.number == "s":
        return cluster.kind == "person" and _did_harm(cluster)
    if phrase.lemma in words.armed_heads and phrase.traits.number == "p":
        return cluster.armed and cluster.number != "s" and cluster.sector in ("REB", "UAF", "PRM", "CRM")
    if phrase.lemma in words.person_heads and phrase.traits.number == "s":
        return cluster.kind == "person" and not cluster.named and phrase.determiner != "poss"
    if phrase.lemma in words.victim_heads | words.people_heads and phrase.traits.number == "p":
        people = cluster.kind == "population" and cluster.number == "p" and not cluster.armed and cluster.count is not None
        return people and (phrase.count is None or phrase.count.policy != "exact" or _same_number(phrase, cluster))
    return False


def _did_harm(cluster: Cluster) -> bool:
    """Tell whether a person was the subject of a harming verb."""
    for phrase in cluster.phrases:
        token = phrase.sentence.tokens[phrase.head]
        if token.dep == "nsubj" and phrase.sentence.tokens[token.head].lemma in reference_words().person_verbs | {"attack", "bomb", "open"}:
            return True
    return False


def _is_body(cluster: Cluster) -> bool:
    """Tell whether a cluster is a named group or organisation, or a nominal one."""
    return (
        cluster.kind in ("group", "organisation", None)
        and cluster.number != "p"
        and (cluster.named or bool(cluster.heads & reference_words().group_heads))
    )


def _group_sector_fits(phrase: Phrase, cluster: Cluster) -> bool:
    """Tell whether "terrorist group", "rights group" suits the body: an armed phrase needs no unarmed body, and the other way round."""
    if phrase.traits.armed or phrase.traits.sector in ("REB", "UAF", "PRM"):
        return cluster.sector not in _UNARMED
    return not ((phrase.traits.sector in _UNARMED or phrase.lemma in reference_words().unarmed_heads) and cluster.armed)
