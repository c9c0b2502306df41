"""Decisions from pages: form in, decision kept, back to the page that one came from."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from tocsin.asking import desk
from tocsin.errors import UsageError
from tocsin.ledger.store import Ledger
from tocsin.web.guard import check_seen
from tocsin.web.pages import record_address
from tocsin.web.routes.session import safe_next

router = APIRouter()

FIELDS = frozenset({"time", "status", "type", "mode", "background", "toll", "place", "label"})
"""What a form may correct."""


async def form_of(request: Request) -> dict[str, str]:
    """Return a form's fields as texts."""
    return {name: str(value).strip() for name, value in (await request.form()).items()}


@router.post("/records/{record_id}/decide")
async def decide(request: Request, record_id: str) -> Response:
    """Accept, reject, correct, close, reopen, seal or unseal a record that has not changed since it was shown."""
    form = await form_of(request)
    verb = form.get("verb", "")
    value = _value(verb, form)
    evidence = form.get("evidence", "").replace(",", " ").split()
    check_seen(request, evidence)
    made = desk.decide(_ledger(request), verb, record_id, who=request.state.user.name, reason=form.get("reason", ""), value=value, evidence=evidence,
                       seen=form.get("seen") or None)  # fmt: skip
    said = f"{made.verb}: done." if form.get("back") else f"{made.verb}: done. Undo it among the decisions below."
    return _back(form, record_address(made.subject_kind, made.subject_id), said, undo=made.id)


@router.post("/records/{record_id}/note")
async def note(request: Request, record_id: str) -> Response:
    """Add a note to a record."""
    form = await form_of(request)
    if not form.get("text"):
        raise UsageError("Write the note.")
    who, reason = request.state.user.name, form.get("reason") or "note"
    made = desk.decide(_ledger(request), "note", record_id, who=who, reason=reason, value={"text": form["text"]})
    return _back(form, record_address(made.subject_kind, made.subject_id), "Noted.")


@router.post("/incidents/merge")
async def merge(request: Request) -> Response:
    """Declare incidents one happening."""
    form = await form_of(request)
    check_seen(request, form.get("ids", "").split())
    made = desk.merge(_ledger(request), form.get("ids", "").split(), who=request.state.user.name, reason=form.get("reason", ""))
    return _back(form, f"/incidents/{made.subject_id}", "Merged. Undo it among the decisions below.", undo=made.id)


@router.post("/decisions/{decision_id}/undo")
async def undo(request: Request, decision_id: str) -> Response:
    """Undo a decision."""
    form = await form_of(request)
    _ledger(request).undo(decision_id, who=request.state.user.name, reason=form.get("reason", ""))
    return _back(form, "/", "Undone.")


def _ledger(request: Request) -> Ledger:
    ledger: Ledger = request.app.state.ledger
    return ledger


def _value(verb: str, form: dict[str, str]) -> dict[str, Any]:
    """Return what a form decides, by its verb.

    Raises:
        UsageError: a field that is not corrected by a form.
    """
    if verb == "close":
        return {"answer": form.get("answer", "")}
    if verb != "correct":
        return {}
    if form.get("field") not in FIELDS:
        raise UsageError(f"A form corrects one of: {', '.join(sorted(FIELDS))}.")
    try:
        return {form["field"]: json.loads(form.get("value", ""))}
    except ValueError:
        return {form["field"]: form.get("value", "")}


def _back(form: dict[str, str], default: str, said: str, *, undo: str | None = None) -> Response:
    """Return to the page that a form names, one of ours, or to the record; the page that it names is told what can be undone."""
    target = safe_next(form["back"]) if form.get("back") else default
    told = {"said": said, "undo": undo} if undo and form.get("back") else {"said": said}
    return RedirectResponse(f"{target}{'&' if '?' in target else '?'}{urlencode(told)}", status_code=303)
