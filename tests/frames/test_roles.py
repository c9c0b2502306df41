"""Who does what to whom, in the shapes that news sentences take."""

from __future__ import annotations

import pytest

from tocsin.frames.find import find_triggers
from tocsin.lexicon.load import load_lexicon

pytestmark = pytest.mark.model


@pytest.fixture
def read(parse):
    """Return the triggers of a text as (cue word, type, {role: words})."""
    def read_text(text):
        _, sentences = parse(text)
        rows = []
        for trigger in find_triggers(sentences, load_lexicon()).items:
            words = sentences[trigger.sentence].tokens
            roles = {}
            for filler in trigger.fillers:
                roles.setdefault(filler.role, []).append(words[filler.token].text)
            rows.append((words[trigger.token].text, trigger, roles))
        return rows
    return read_text


def roles_of(rows, cue):
    """Return the roles of the first trigger with a cue word."""
    return next(roles for word, _, roles in rows if word == cue)


SHAPES = [
    ("active", "Gunmen killed two priests.", "killed", ["Gunmen"], ["priests"]),
    ("passive", "Two priests were killed by gunmen.", "killed", ["gunmen"], ["priests"]),
    ("agentless passive", "Two priests were killed in Jos.", "killed", [], ["priests"]),
    ("reduced relative", "The families of Christians kidnapped in Libya waited.", "kidnapped", [], ["Christians"]),
    ("relative clause", "The militants who kidnapped the girls fled.", "kidnapped", ["militants"], ["girls"]),
    ("object relative", "The girls whom the militants kidnapped are safe.", "kidnapped", ["militants"], ["girls"]),
    ("participle", "The rebels stormed the town, killing two officers.", "killing", ["rebels"], ["officers"]),
    ("noun with by and of", "The killing of a pastor by soldiers was condemned.", "killing", ["soldiers"], ["pastor"]),
    ("control", "The rebels tried to kill the mayor.", "kill", ["rebels"], ["mayor"]),
    ("call on", "Protesters called on the army to stop killing civilians.", "killing", ["army"], ["civilians"]),
    ("plead with", "The union pleaded with the police to stop beating students.", "beating", ["police"], ["students"]),
    ("rely on", "The mayor relied on militiamen to kill his rivals.", "kill", ["militiamen"], ["rivals"]),
    ("raising", "The general is believed to have killed the mayor.", "killed", ["general"], ["mayor"]),
    ("accused of", "The general is accused of killing the mayor.", "killing", ["general"], ["mayor"]),
    ("accused object", "Prosecutors accused the general of killing the mayor.", "killing", ["general"], ["mayor"]),
    ("shared subject", "The rebels entered the town and killed two officers.", "killed", ["rebels"], ["officers"]),
    ("shared object", "The rebels abducted and killed two officers.", "abducted", ["rebels"], ["officers"]),
    ("coordinated parties", "Soldiers and policemen killed a farmer and his son.", "killed", ["Soldiers", "policemen"], ["farmer", "son"]),
    ("counted", "Bandits abducted dozens of pupils.", "abducted", ["Bandits"], ["pupils"]),
    ("named victims", "A court sentenced four men – Ali Musa, Omar Said and Adam Bello – on Monday.", "sentenced", ["court"], ["men", "Musa", "Said", "Bello"]),
    ("included victims", "Police arrested a dozen writers, including Ali Musa and Omar Haddad.", "arrested", ["Police"], ["writers", "Musa", "Haddad"]),
    ("bound count", "Bandits abducted up to 16 advisers.", "abducted", ["Bandits"], ["advisers"]),
    ("members stay", "Militants killed members of the council.", "killed", ["Militants"], ["members"]),
    ("strike passes on its doer", "A US airstrike killed three militants.", "killed", ["US"], ["militants"]),
    ("killed in a strike", "Three militants were killed in a US airstrike.", "killed", ["US"], ["militants"]),
    ("attack by passes on", "An attack by the rebels killed ten villagers.", "killed", ["rebels"], ["villagers"]),
    ("bomb is no actor", "A roadside bomb killed five policemen.", "killed", [], ["policemen"]),
    ("bomber is an actor", "A suicide bomber killed five policemen.", "killed", ["bomber"], ["policemen"]),
    ("when clause passes on", "Three people were killed when police opened fire.", "killed", ["police"], ["people"]),
    ("coordinated harm shares", "Two men were killed and four wounded in a rebel attack.", "killed", ["rebel"], ["men"]),
    ("two subjects", "Several students hurled stones and police fired tear gas.", "fired", ["police"], []),
    ("place before noun", "The Paris attacks changed the law.", "attacks", [], []),
    ("light verb", "Rebels carried out an attack on a convoy of soldiers.", "attack", ["Rebels"], ["soldiers"]),
    ("ascribed", "The militants were blamed for the attack.", "attack", ["militants"], []),
    ("target of", "Police were the target of an attack.", "attack", [], ["Police"]),
    ("possessor", "Turkey's offensive against the militia began.", "offensive", ["Turkey"], ["militia"]),
    ("each other", "The two groups have never attacked each other.", "attacked", ["groups"], []),
]


@pytest.mark.parametrize(("text", "cue", "actor", "recipient"), [shape[1:] for shape in SHAPES], ids=[shape[0] for shape in SHAPES])
def test_parties_in_the_shapes_of_news(read, text, cue, actor, recipient):
    roles = roles_of(read(text), cue)
    assert roles.get("actor", []) == actor
    assert roles.get("recipient", []) == recipient


def test_both_sides_of_a_fight_are_actors(read):
    assert roles_of(read("The army and the rebels clashed near Bor."), "clashed")["actor"] == ["army", "rebels"]
    assert roles_of(read("Clashes between the army and the rebels went on."), "Clashes")["actor"] == ["army", "rebels"]


def test_a_thing_struck_is_the_object_and_its_owner_the_recipient(read):
    roles = roles_of(read("Bulldozers demolished Palestinian homes."), "demolished")
    assert roles["object"] == ["homes"]
    assert roles["recipient"] == ["Palestinian"]


def test_the_light_verb_carries_the_modality(read):
    _, trigger, _ = next(row for row in read("Rebels launched an attack on the base.") if row[0] == "attack")
    assert trigger.verb != trigger.token


def test_means_set_the_mode(read):
    _, trigger, _ = next(row for row in read("Two men were killed by a roadside bomb.") if row[0] == "killed")
    assert trigger.mode == "explosives"


def test_an_aim_is_found_in_the_complement(read):
    assert roles_of(read("Arafat rejected a US offer of talks."), "rejected")["recipient"] == ["US"]
    assert roles_of(read("The ministers agreed to provide aid for Romania."), "agreed")["recipient"] == ["Romania"]


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("Finland will give Tanzania a grant of 5 million dollars.", {"AGREE"}),
        ("Syria will not accept refugees.", {"REJECT"}),
        ("Israel will withdraw its troops from Lebanon.", {"CONCEDE"}),
        ("The party said it would boycott the election.", {"THREATEN"}),
    ],
)
def test_an_announced_act_is_coded_as_its_announcement(read, text, types):
    triggers = [trigger for _, trigger, _ in read(text)]
    assert types <= {trigger.type for trigger in triggers}
    assert any(trigger.announced for trigger in triggers)


@pytest.mark.parametrize(
    ("text", "cue", "wanted"),
    [
        ("Troops rescued 50 hostages from the camp.", "rescued", ("AID", None)),
        ("The rebels released 12 hostages.", "released", ("RETREAT", "release")),
        ("The troops captured three insurgents.", "captured", ("ASSAULT", "abduct")),
        ("Police arrested 40 protesters.", "arrested", ("COERCE", "arrest")),
        ("Thousands were forced to flee by the offensive.", "flee", ("SANCTION", "expel")),
        ("Militants forced villagers to convert to Islam.", "forced", ("COERCE", "forced-conversion")),
    ],
)
def test_boundary_rules_of_plover(read, text, cue, wanted):
    found = [(trigger.type, trigger.mode) for word, trigger, _ in read(text) if cue in {word, "flee"}]
    assert wanted in found


def test_prison_for_a_convict_is_a_conviction_and_an_arrest(read):
    found = {(trigger.type, trigger.mode) for _, trigger, _ in read("A court sentenced two pastors to ten years in prison.")}
    assert {("SANCTION", "convict"), ("COERCE", "arrest")} <= found


@pytest.mark.parametrize(
    "text",
    [
        "An earthquake killed forty people in the north.",
        "Six people died when their bus overturned.",
        "A gas explosion damaged the bakery.",
        "Firefighters battled the blaze.",
        "He had a heart attack after the match.",
        "The two firms struck a deal.",
    ],
)
def test_nature_accident_and_harmless_senses_are_no_assault(read, text):
    assert not [trigger for _, trigger, _ in read(text) if trigger.type == "ASSAULT"]


def test_one_deed_told_twice_in_a_clause_is_one_trigger(read):
    assert [word for word, trigger, _ in read("Twin bombings struck the cathedral.") if trigger.type == "ASSAULT"] == ["bombings"]
    assert [word for word, trigger, _ in read("The bomb exploded near a school.") if trigger.type == "ASSAULT"] == ["exploded"]


@pytest.mark.parametrize("text", ["", " ", "!", "killed", "ATTACK ATTACK ATTACK", "☃ ☃ killed ☃", "of by of by of", "who which that", "gunmen killed", "\u200b"])
def test_any_text_is_read_without_an_error(read, text):
    read(text)
