"""The record of a case: a question that an article left open, what may answer it, and who closed it. Only people close, and only with evidence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from tocsin.records.canonical import short_id
from tocsin.records.decided import Verdict, hear, judge
from tocsin.records.identity import is_identity
from tocsin.records.incidents import RECORD_SCHEMA
from tocsin.records.rules import case_rules
from tocsin.records.told import ArticleFacts, Decision, Told
from tocsin.records.voices import fold

Row = dict[str, Any]


def case_id(article: str, span: Sequence[int], question: str) -> str:
    """Return the id of a case: the same for one question of one article, however often it is read."""
    return short_id("k", [article, list(span), question])


def case_record(case: Row, opened: ArticleFacts, incident_id: str | None, later: Sequence[Told], decisions: Sequence[Decision] = ()) -> Row:
    """Return the record of a case.

    Args:
        case: The contract's case of the reading; `words`, if given, are those of its span.
        opened: The article that left the question open.
        incident_id: Id of its incident's record, None when it hangs on none.
        later: Claims about the same incident by other articles, in any order; those published before the question was asked are left out.
        decisions: Standing decisions about the case and about the claims.
    """
    heard = hear(later, decisions)
    verdict = judge(decisions, ("case",), heard.decisions)
    closed = _closed(verdict)
    proposals = _proposals(case["question"], [claim for claim in heard.told if _is_later(claim.article, opened)])
    state = "closed" if closed else "proposed" if proposals else "open"
    label = verdict.fields["label"][0] if "label" in verdict.fields else case["question"]
    return {
        "schema": RECORD_SCHEMA, "kind": "case", "id": case_id(opened.id, case["span"], case["question"]), "label": str(label),
        "question": case["question"], "incident": incident_id, "article": opened.id, "span": list(case["span"]), "in": case["in"],
        "words": case.get("words"), "opened": opened.published, "state": state, "proposals": proposals, "closed": closed, "conflicts": [],
        **verdict.head(),
    }  # fmt: skip


def _is_later(article: ArticleFacts, opened: ArticleFacts) -> bool:
    """Tell whether an article may answer what another left open: it is not a copy of it, and not of an earlier day."""
    if article.id == opened.id or article.copy_of in {opened.id, opened.copy_of or opened.id}:
        return False
    return article.published is None or opened.published is None or article.published >= opened.published


def _closed(verdict: Verdict) -> Row | None:
    """Return the closing that stands: a decision to close that cites evidence, and no later one to reopen."""
    closing = None
    for decision in verdict.about:
        if decision.verb == "close" and decision.evidence:
            answer = decision.value.get("answer")
            closing = {"answer": None if answer is None else str(answer), "claims": sorted(set(decision.evidence)), "decision": decision.id}
        elif decision.verb == "reopen":
            closing = None
    return closing


def _proposals(question: str, claims: Sequence[Told]) -> list[Row]:
    """Return what may answer a question, one entry an article, those about parties that it names first."""
    wanted = asked(question)
    found: dict[str, list[tuple[Told, str]]] = {}
    for claim in claims:
        told = _answer(claim.body, wanted)
        if told:
            found.setdefault(claim.article.copy_of or claim.article.id, []).append((claim, told))
    rows = []
    for article, held in sorted(found.items()):
        told = ", ".join(sorted({what for _, what in held}))
        named = any(_names_party(question, claim.body) for claim, _ in held)
        about = "the same people" if named else "the same incident"
        rows.append({"claims": sorted(claim.id for claim, _ in held), "article": article, "published": held[0][0].article.published,
                     "names_party": named, "reason": f"a later article tells of {told} for {about}"})  # fmt: skip
    return sorted(rows, key=lambda row: (not row["names_party"], row["published"] or "9999", row["article"]))


def asked(question: str) -> Row:
    """Return the kind of answer that a question wants, from `cases.yaml`."""
    text = f" {' '.join(re.findall(r'[a-z]+', question.lower()))} "
    rules = case_rules()
    return next((row for row in rules.kinds if any(f" {word} " in text for word in row["words"])), rules.otherwise)


def _answer(body: Row, wanted: Row) -> str | None:
    """Return what a claim tells that the question wants to know, None if it does not."""
    if body["realis"] != "actual" or body["superseded"] or body["factuality"] not in {"CT+", "PR+"} or body["stage"] != "accomplished":
        return None
    if wanted.get("figures"):
        firm = [row for row in body["toll"] if row["policy"] in {"exact", "bound"} and row["low"] is not None]
        return f"a number of {firm[0]['effect']}" if firm else None
    if wanted.get("doers"):
        doers = [party["name"] for party in body["actor"] if is_identity(party["key"])]
        return f"an act of {doers[0]}" if body["kind"] == "event" and body["type"] == "ASSAULT" and doers else None
    effects = [row["effect"] for row in body["toll"] if row["effect"] in wanted["effects"] and (row["low"], row["high"]) != (0, 0)]
    if effects:
        return str(effects[0])
    if body["kind"] == "status":
        return str(body["type"]) if body["type"] in wanted["statuses"] else None
    trigger = body["trigger"]["words"].lower()
    return next((word for word in case_rules().returning if re.search(rf"\b{re.escape(word)}\b", trigger)), None)


def _names_party(question: str, body: Row) -> bool:
    """Tell whether a question and a claim name the same people by a word of their names."""
    words = {word for word in fold(question).split("-") if len(word) > 3}
    return any(words & set(fold(party["name"]).split("-")) for party in (*body["recipient"], *body["actor"]))
