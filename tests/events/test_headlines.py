"""Headlines leave out the auxiliary: whoever was shot dead did not shoot."""

import pytest

from tocsin.pipeline import Reader

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def claims(parse):
    reader = Reader()

    def read(text):
        reading = reader.read(*parse(text))
        names = {actor.id: actor.name for actor in reading.actors}
        return [([names[who] for who in claim.actor], [names[who] for who in claim.recipient],
                 {toll.effect: toll.low for toll in claim.toll}) for claim in reading.claims]
    return read


@pytest.mark.parametrize(("headline", "harmed", "toll"), [
    ("Two monks shot dead near monastery in southern Thailand", "monks", {"killed": 2}),
    ("Journalist shot dead in Mexico", "Journalist", {"killed": 1}),
    ("Three farmers hacked to death in Kano", "farmers", {"killed": 3}),
    ("Two men gunned down in Karachi", "men", {"killed": 2}),
    ("Three girls taken hostage in Kano", "girls", {"abducted": 3}),
    ("Ten suspects rounded up in Cairo", "suspects", {"arrested": 10}),
    ("Dozens blown up in Quetta", "Dozens", {}),
])
def test_the_harmed_of_a_headline_are_not_its_doers(claims, headline, harmed, toll):
    (found,) = claims(headline)
    assert found == ([], [harmed], toll)


@pytest.mark.parametrize(("headline", "killed", "injured"), [
    ("40 killed, 100 wounded in Kabul blast", 40, 100),
    ("Two soldiers killed, three wounded in ambush", 2, 3),
])
def test_each_figure_of_a_headline_has_its_own_word_of_harm(claims, headline, killed, injured):
    found = claims(headline)
    assert all(not actor for actor, _, _ in found)
    assert [toll["killed"] for _, _, toll in found if "killed" in toll] == [killed]
    assert [toll["injured"] for _, _, toll in found if "injured" in toll] == [injured]


def test_the_hurt_of_a_headline_are_not_the_killed(claims):
    assert all(toll.get("injured") != 3 for _, _, toll in claims("Three killed, five hurt in church attack"))


@pytest.mark.parametrize(("text", "doer", "harmed"), [
    ("Police shot dead a protester in Lagos.", "Police", "protester"),
    ("Gunmen on a motorcycle shot dead two Buddhist monks.", "Gunmen", "Buddhist monks"),
    ("The army has beaten the rebels in Kano.", "army", "rebels"),
    ("Gunmen kidnapped up to 16 advisers in Kano.", "Gunmen", "advisers"),
    ("Soldiers opened fire in Kano.", "Soldiers", None),
])
def test_active_sentences_keep_their_doers(claims, text, doer, harmed):
    actor, recipient, _ = claims(text)[0]
    assert (actor, recipient) == ([doer], [harmed] if harmed else [])
