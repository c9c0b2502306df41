"""The record of an incident as a whole."""

from tocsin.records.incidents import incident_id, incident_record


def test_one_article_makes_a_record_with_all_it_told(desk):
    a = desk.article()
    copts = desk.party("Coptic Christians", religion="Christianity", ethnicity="Copts")
    group = desk.party("Islamic State", "group", kb="islamic-state", sector="REB")
    claim = desk.claim(a, actor=[group], toll=[("killed", 21, 21, copts)], time=desk.day("2015-02"), place=desk.place("Libya", "LBY"))
    record = incident_record([desk.member(a, claim)])
    assert record["label"] == "21 Coptic Christians killed by Islamic State, Libya, February 2015"
    assert record["communities"] == ["Christianity", "Copts"]
    assert record["grade"]["evidence"] == "weak"
    assert [row["attribution"] for row in record["perpetrators"]] == ["stated"]
    assert record["n_articles"] == record["n_sources"] == 1


def test_the_id_stays_when_later_articles_join(desk):
    a, b = desk.article("a", "2020-01-10"), desk.article("b", "2020-01-12")
    one, two = desk.member(a, desk.claim(a)), desk.member(b, desk.claim(b))
    assert incident_id([one]) == incident_id([two, one]) != incident_id([two])


def test_an_article_without_a_day_founds_nothing_that_a_dated_one_could(desk):
    a, b = desk.article("a", None), desk.article("b", "2020-01-12")
    one, two = desk.member(a, desk.claim(a)), desk.member(b, desk.claim(b))
    assert incident_record([one, two])["founder"] == two.key
