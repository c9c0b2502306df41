"""Regular and irregular shapes of English verbs: participles and gerunds, for words that the tagger takes for adjectives or nouns."""

from __future__ import annotations

_VOWELS = frozenset("aeiou")
_DOUBLING = frozenset({"abet", "behead", "compel", "control", "expel", "forbid", "gun", "kidnap", "occur", "patrol", "rebel", "refer", "repel",
                       "commit", "admit", "permit", "regret", "transfer", "worship", "entrap", "outfit", "equip", "propel"}) - {"behead"}
_NEVER_DOUBLE = frozenset({"open", "target", "ransack", "attack", "visit", "limit", "offer", "suffer", "order", "murder", "enter", "deliver",
                           "hinder", "slaughter", "shelter", "gather", "bomb", "recover", "cover", "batter", "threaten", "torture", "fire"})
_IRREGULAR = {
    "beat": ("beaten",), "bear": ("borne",), "begin": ("begun",), "bind": ("bound",), "bleed": ("bled",), "blow": ("blown",),
    "break": ("broken",), "bring": ("brought",), "burn": ("burnt", "burned"), "burst": ("burst",), "buy": ("bought",),
    "catch": ("caught",), "choose": ("chosen",), "come": ("come",), "cut": ("cut",), "deal": ("dealt",), "do": ("done",), "draw": ("drawn",),
    "drive": ("driven",), "fall": ("fallen",), "feed": ("fed",), "fight": ("fought",), "find": ("found",), "flee": ("fled",),
    "forbid": ("forbidden",), "forget": ("forgotten",), "give": ("given",), "go": ("gone",), "hang": ("hanged", "hung"), "hide": ("hidden",),
    "hit": ("hit",), "hold": ("held",), "hurt": ("hurt",), "keep": ("kept",), "lay": ("laid",), "lead": ("led",), "leave": ("left",),
    "let": ("let",), "lose": ("lost",), "make": ("made",), "meet": ("met",), "overrun": ("overrun",), "overthrow": ("overthrown",),
    "pay": ("paid",), "put": ("put",), "ride": ("ridden",), "run": ("run",), "say": ("said",), "see": ("seen",), "seek": ("sought",),
    "sell": ("sold",), "send": ("sent",), "set": ("set",), "shake": ("shaken",), "shoot": ("shot",), "shut": ("shut",), "slay": ("slain",),
    "speak": ("spoken",), "spend": ("spent",), "split": ("split",), "spread": ("spread",), "stand": ("stood",), "steal": ("stolen",),
    "strike": ("struck", "stricken"), "swear": ("sworn",), "take": ("taken",), "teach": ("taught",), "tear": ("torn",), "tell": ("told",),
    "think": ("thought",), "throw": ("thrown",), "undergo": ("undergone",), "win": ("won",), "withdraw": ("withdrawn",),
    "withhold": ("withheld",), "write": ("written",), "retake": ("retaken",), "overtake": ("overtaken",), "grind": ("ground",),
}


def participle(lemma: str) -> tuple[str, ...]:
    """Return the past participles of a verb."""
    if lemma in _IRREGULAR:
        return _IRREGULAR[lemma]
    if lemma.endswith("e"):
        return (lemma + "d",)
    if lemma.endswith("y") and lemma[-2:-1] not in _VOWELS:
        return (lemma[:-1] + "ied",)
    return (_stem(lemma) + "ed",)


def gerund(lemma: str) -> str:
    """Return the -ing form of a verb."""
    if lemma.endswith("ie"):
        return lemma[:-2] + "ying"
    if lemma.endswith("e") and not lemma.endswith(("ee", "oe", "ye")):
        return lemma[:-1] + "ing"
    return _stem(lemma) + "ing"


def _stem(lemma: str) -> str:
    """Return the verb with its last letter doubled where spelling asks for it."""
    if lemma in _DOUBLING:
        return lemma + lemma[-1]
    closed = len(lemma) > 2 and lemma[-1] not in _VOWELS | set("wxyh") and lemma[-2] in _VOWELS and lemma[-3] not in _VOWELS
    vowels = sum(letter in _VOWELS for letter in lemma)
    return lemma + lemma[-1] if closed and vowels == 1 and lemma not in _NEVER_DOUBLE else lemma


_PAST = {
    "retake": "retook", "overtake": "overtook", "overrun": "overran", "overthrow": "overthrew", "slay": "slew", "take": "took", "strike": "struck",
    "shoot": "shot", "blow": "blew", "beat": "beat", "flee": "fled", "withdraw": "withdrew", "undergo": "underwent", "fight": "fought",
    "withhold": "withheld", "forbid": "forbade", "swear": "swore", "seek": "sought", "hang": "hung", "steal": "stole", "tear": "tore",
    "throw": "threw", "lay": "laid", "hold": "held", "burn": "burnt", "drive": "drove", "break": "broke", "fall": "fell",
}


def past(lemma: str) -> tuple[str, ...]:
    """Return the past tense of an irregular verb, which lemmatizers often leave alone ("retook")."""
    return (_PAST[lemma],) if lemma in _PAST else ()
