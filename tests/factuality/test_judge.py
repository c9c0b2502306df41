"""What happened, what did not, what may: one sentence, one judgement."""

import pytest

from tocsin.factuality.judge import judge_events
from tocsin.model.said import Attribution

pytestmark = pytest.mark.model

SURE = """
The army *shelled* the village.
The raid killed two people, *wounding* three.
Gunmen killed five guards before *fleeing*.
The army did not *leave* until Monday.
The rebels not only *looted* the clinic but burned it.
The convoy will return because rebels *mined* the road.
Villagers were forced to *flee*.
The nuns were able to *leave*.
No group claimed responsibility for the *bombing*.
The pope may condemn the *massacre*.
The court found him guilty of *murdering* the bishop.
He survived an assassination *attempt*.
Militants stopped *shelling* the suburb.
Police foiled a *plot* to bomb the embassy.
The army rejected *reports* that it had shelled the clinic.
Gunmen killed 12 people, the mayor *said*.
The first woman to *lead* the front was shot.
The priest was shot for *hiding* refugees.
The bishop would later *die* in exile.
He had to *flee*.
The militants are holding 200 girls they *kidnapped* last year.
The general is known to have *ordered* the raid.
Perhaps thousands of people *marched* to the shrine.
He was arrested on 15 May after police *stopped* his car.
"""
NOT = """
The army did not *attack* the port.
The two groups have never *attacked* each other.
No one was *killed*.
Nobody was *hurt* in the fire.
Neither the army nor the rebels *attacked* the town.
Troops took the town without *killing* anyone.
Soldiers prevented the militants from *seizing* the dam.
The rebels failed to *attack* the base.
They refused to *surrender*.
Libya denied that Egypt had *bombed* the city.
The army denied the claim that it had *killed* civilians.
The army rejected reports that it had *shelled* the clinic.
Police foiled a plot to *bomb* the embassy.
A planned *attack* on the embassy was averted.
A *raid* planned for Friday was called off.
There was no *violence*.
Police have made no *arrests*.
The camp *received* no food.
A man tried to *enter* the shrine but was stopped.
An attempt to *storm* the prison failed.
Reports of his *death* proved untrue.
The bomb was defused before it could *explode*.
Rather than *surrender*, he blew himself up.
Never before had the group *attacked* a shrine.
The group denied involvement in the *attack*.
He was cleared of *killing* a guard.
There were no shells or *strikes*.
"""
UNSURE = """
The group may *attack* the port.
The blast could have *killed* dozens.
If the rebels *attack*, Cairo will respond.
If the rebels attack, Cairo will *respond*.
If ISIS *attacks*, Cairo will respond.
Should the rebels *attack*, Cairo will respond.
The commander vowed to *attack* the capital.
The rebels tried to *bomb* the bridge.
The general was thought *killed*.
He is accused of *killing* two monks.
He was charged with *killing* two monks.
Rights groups accuse the army of *burning* villages.
He is suspected of *killing* two monks.
Two guards were reportedly *killed*.
The alleged *attack* took place on Friday.
Villagers fear *attacks* on the school.
Police did not say whether the man *died*.
It is not clear if the hostages were *killed*.
Was the village *bombed*?
The union called for a *strike*.
The rebels are set to *attack*.
The militants threatened to *kill* the hostages.
According to reports, the bishop was *kidnapped*.
There is no evidence that the army *shelled* the town.
The army is close to *capturing* the city.
Police were looking into reports that civilians were *killed*.
The group did not confirm the *death* of its leader.
Police said the inquiry would show whether an *airstrike* or a bomb had caused the blast.
Not all hostages were *freed*.
They will stay until the war *ends*.
"""


def lines(block):
    return [pytest.param(text, id=text) for text in block.strip().splitlines()]


@pytest.mark.parametrize("text", lines(SURE))
def test_the_article_vouches_for(judge, text):
    assert {judged.value for judged in judge(text)} == {"CT+"}


@pytest.mark.parametrize("text", lines(NOT))
def test_the_article_says_that_it_did_not_happen(judge, text):
    assert {judged.value for judged in judge(text)} == {"CT-"}


@pytest.mark.parametrize("text", lines(UNSURE))
def test_the_article_is_not_sure(judge, text):
    assert all(judged.value in ("PR+", "PS+", "Uu") for judged in judge(text)), judge(text)


@pytest.mark.parametrize(("text", "realis"), [
    ("The army *shelled* the village.", "actual"),
    ("The army did not *shell* the village.", "actual"),
    ("The army may have *shelled* the village.", "actual"),
    ("The army may *shell* the village.", "hypothetical"),
    ("The army will *shell* the village.", "future"),
    ("The army is going to *shell* the village.", "future"),
    ("The rebels vowed to *shell* the village.", "future"),
    ("If the rebels *attack*, Cairo will respond.", "hypothetical"),
    ("The army sent troops to *retake* the port.", "hypothetical"),
    ("The group usually *attacks* at night.", "generic"),
    ("Police did not say whether the man *died*.", "actual"),
])
def test_realis_is_that_of_the_act(judge, text, realis):
    assert [judged.realis for judged in judge(text)] == [realis]


@pytest.mark.parametrize(("text", "progress"), [
    ("The army *shelled* the village.", "accomplished"),
    ("A gunman tried to *kill* the mayor.", "attempted"),
    ("She survived an attempted *assassination*.", "attempted"),
    ("Police foiled a plot to *bomb* the embassy.", "foiled"),
    ("Police foiled a *bombing*.", "foiled"),
    ("The rebels plan to *attack* the port.", "planned"),
    ("The rebels claim to have *attacked* the port.", "accomplished"),
])
def test_progress_tells_attempts_and_plans_from_deeds(judge, text, progress):
    assert [judged.progress for judged in judge(text)] == [progress]


@pytest.mark.parametrize(("text", "superseded"), [
    ("He was previously thought to have been *killed* in an airstrike.", True),
    ("The bishop was initially believed *dead*.", True),
    ("The report that he was *killed* turned out to be false.", True),
    ("Police initially said that 12 people *died*, but later spoke of ten.", True),
    ("He is thought to have been *killed* in an airstrike.", False),
    ("He was previously *wounded* in an airstrike.", False),
])
def test_a_belief_given_up_is_superseded(judge, text, superseded):
    assert [judged.superseded for judged in judge(text)] == [superseded]


def test_the_deciding_words_are_named(judge):
    text = "The rebels failed to *attack* the base."
    (judged,) = judge(text)
    assert judged.rules == ("fail.to",)
    assert [text.replace("*", "")[slice(*cue)] for cue in judged.cues] == ["failed"]


def test_an_infinitive_headline_is_about_the_future(parse):
    _, sentences = parse("Nothing yet.", title="Army to launch offensive against rebels")
    (judged,) = [p.judged for p in judge_events(sentences, ()).predicates() if p.lemma == "launch"]
    assert (judged.value, judged.realis) == ("PR+", "future")


def test_a_quotation_that_runs_on_stays_as_sure_as_its_speaker_is_taken(parse):
    text = "The rebels alleged abuses. Soldiers burned the granary."
    _, sentences = parse(text)
    start = text.index("Soldiers")
    hedged = Attribution("s1", "text", 0, 2, None, None, None, (11, 18), ((start, len(text)),), "indirect", "allege", "hedge")
    burned = next(t for t in sentences[1].tokens if t.lower == "burned")
    assert judge_events(sentences, ()).of(1, burned.i).value == "CT+"
    assert judge_events(sentences, (hedged,)).of(1, burned.i).value == "PR+"


def test_predicates_come_in_text_order_with_chances(parse):
    _, sentences = parse("Gunmen killed two monks. The attack shocked the town, which has no police.")
    found = judge_events(sentences, ()).predicates()
    assert [p.lemma for p in found] == ["kill", "attack", "shock", "have"]
    assert all(0 < p.score <= 1 for p in found)
