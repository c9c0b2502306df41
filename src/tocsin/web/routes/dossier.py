"""The dossier of an incident, to print or to hand on; each one is written into the audit."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from tocsin.asking.story import tell
from tocsin.errors import NoSuchRecordError
from tocsin.ledger.audit import head
from tocsin.ledger.store import Ledger
from tocsin.report.dossier import Dossier, dossier_pdf, make_dossier
from tocsin.web.pages import show

router = APIRouter()


def _dossier(request: Request, record_id: str, form: str) -> Dossier:
    ledger: Ledger = request.app.state.ledger
    with ledger.reading() as connection:
        story = tell(connection, record_id)
        if story["kind"] != "incident":
            raise NoSuchRecordError(f"{record_id} is no incident.")
        made = make_dossier(story, head(connection))
    ledger.note_act("export", ("incident", story["id"]), {"format": form}, who=request.state.user.name)
    return made


@router.get("/incidents/{record_id}/dossier")
def dossier(request: Request, record_id: str) -> Response:
    """Show the dossier as a page to print."""
    made = _dossier(request, record_id, "dossier")
    return show(request, "dossier.html", made, title=made.title)


@router.get("/incidents/{record_id}/dossier.pdf")
def pdf(request: Request, record_id: str) -> Response:
    """Return the dossier as PDF."""
    content = dossier_pdf(_dossier(request, record_id, "dossier-pdf"))
    return Response(content, media_type="application/pdf", headers={"Content-Disposition": f'attachment; filename="dossier-{record_id[:12]}.pdf"'})
