"""What the desk's keepers need: users and grants, the audit, exports and releases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from sqlalchemy import func, select
from starlette.responses import RedirectResponse, Response

from tocsin.access import accounts
from tocsin.access.accounts import User
from tocsin.access.policy import ROLES
from tocsin.asking.lists import count_records
from tocsin.asking.story import resolve_id
from tocsin.errors import UsageError
from tocsin.exchange.formats import FORMATS
from tocsin.exchange.gather import gather
from tocsin.ledger import engine
from tocsin.ledger.audit import head
from tocsin.ledger.desk_tables import grant
from tocsin.ledger.store import Ledger
from tocsin.ledger.tables import audit as acts
from tocsin.web.contexts import ListPage, pager
from tocsin.web.pages import show
from tocsin.web.queries import PAGE_ROWS, page_of, read_filter

router = APIRouter()

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class AuditPage:
    """The latest acts, and the head of the chain."""

    rows: list[Row]
    pager: Any
    head: tuple[int, str]


@router.get("/audit")
def audit(request: Request) -> Response:
    """List acts, latest first: who did what, when."""
    number = page_of(request.query_params)
    with request.app.state.ledger.reading() as connection:
        query = select(acts).order_by(acts.c.seq.desc())
        for name in ("who", "verb"):
            if value := request.query_params.get(name, "").strip():
                query = query.where(acts.c[name] == value)
        total = connection.execute(select(func.count()).select_from(query.subquery())).scalar() or 0
        rows = [dict(row) for row in connection.execute(query.limit(PAGE_ROWS).offset((number - 1) * PAGE_ROWS)).mappings()]
        page = AuditPage(rows, pager(total, number, PAGE_ROWS), head(connection))
    return show(request, "audit.html", page, title="Audit")


@router.get("/users")
def users(request: Request) -> Response:
    """List accounts, their roles and the sealed records that they were let in to."""
    with request.app.state.ledger.reading() as connection:
        rows = accounts.list_accounts(connection)
        given = [dict(row) for row in connection.execute(select(grant).order_by(grant.c.account, grant.c.record_id)).mappings()]
    return show(request, "users.html", {"rows": rows, "grants": given, "roles": list(ROLES)}, title="Users")


@router.post("/users")
def add_user(request: Request, name: Annotated[str, Form()], password: Annotated[str, Form()], role: Annotated[str, Form()]) -> Response:
    """Make an account. The first one must be an administrator's, and ends the time without log-in."""
    ledger: Ledger = request.app.state.ledger
    user: User = request.state.user
    if user.local and role != "admin":
        raise UsageError("The first account must be an administrator's: with it, log-in begins.")
    with engine.writing(ledger.sql) as connection:
        accounts.add_account(connection, name.strip(), password, role)
    ledger.note_act("user-add", ("account", name.strip()), {"role": role}, who=user.name)
    said = "Made.+Log-in+begins+when+the+workbench+is+started+again." if user.local else "Made."
    return RedirectResponse(f"/users?said={said}", status_code=303)


@router.post("/users/change")
def change_user(request: Request, name: Annotated[str, Form()], role: Annotated[str, Form()], disabled: Annotated[str, Form()] = "") -> Response:
    """Change role or state of an account; its sessions end."""
    ledger: Ledger = request.app.state.ledger
    with engine.writing(ledger.sql) as connection:
        accounts.change_account(connection, name, role=role, disabled=disabled == "yes")
    ledger.note_act("user-change", ("account", name), {"role": role, "disabled": disabled == "yes"}, who=request.state.user.name)
    return RedirectResponse("/users?said=Changed.", status_code=303)


@router.post("/users/grant")
def grant_sealed(
    request: Request, name: Annotated[str, Form()], record_id: Annotated[str, Form()], does: Annotated[str, Form()] = "give"
) -> Response:
    """Let an account in to a sealed record, or no longer."""
    ledger: Ledger = request.app.state.ledger
    user: User = request.state.user
    with ledger.reading() as connection:
        full = "*" if record_id.strip() == "*" else resolve_id(connection, record_id)[1]
    with engine.writing(ledger.sql) as connection:
        if name not in {row["name"] for row in accounts.list_accounts(connection)}:
            raise UsageError(f"There is no account {name}.")
        accounts.set_grant(connection, name, full, by=user.name, on=does == "give")
    ledger.note_act("grant", ("account", name), {"record": full, "on": does == "give"}, who=user.name)
    return RedirectResponse("/users?said=Changed.", status_code=303)


@router.get("/export")
def export_page(request: Request) -> Response:
    """Show what can be exported, in which forms, and how much it would be."""
    asked = read_filter(request.query_params, request.state.user)
    with request.app.state.ledger.reading() as connection:
        total = count_records(connection, "incident", asked)
    return show(request, "export.html", {"formats": list(FORMATS.values()), "total": total}, title="Export")


@router.post("/export")
async def export(request: Request) -> Response:
    """Return the incidents that meet the filter in a form; written into the audit. The report of losses is the second button."""
    form = {name: str(value) for name, value in (await request.form()).items()}
    user: User = request.state.user
    ledger: Ledger = request.app.state.ledger
    chosen = FORMATS.get(form.get("format", ""))
    if chosen is None:
        raise UsageError(f"Choose a format: {', '.join(FORMATS)}.")
    asked = read_filter(form, user)
    with ledger.reading() as connection:
        bundle = gather(connection, asked)
    written = chosen.write(bundle)
    detail = {"format": chosen.name, "filter": {name: str(getattr(asked, name)) for name in asked.asked()}, "incidents": len(bundle.incidents)}
    ledger.note_act("export", ("ledger", chosen.name), detail, who=user.name)
    if form.get("does") == "losses":
        return Response(written.losses.to_text(), media_type="text/plain; charset=utf-8")
    name = f"tocsin-{chosen.name}{'.zip' if chosen.name == 'esf' else chosen.suffix}"
    return Response(written.content, media_type="application/octet-stream", headers={"Content-Disposition": f'attachment; filename="{name}"'})


def list_page(rows: list[Row]) -> ListPage:
    """Return a list on one page."""
    return ListPage(rows, pager(len(rows), 1, max(1, len(rows))))
