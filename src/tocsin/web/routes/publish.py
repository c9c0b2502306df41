"""Releases: a profile, the report of what would leave, and the signed archive."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from tocsin.errors import TocsinError
from tocsin.ledger.store import Ledger
from tocsin.publication.profile import read_profile
from tocsin.publication.release import Release, build
from tocsin.publication.report import report_text
from tocsin.publication.write import pack
from tocsin.web.pages import show
from tocsin.web.routes.today import today_of

router = APIRouter()

FIRST_PROFILE = """# What a profile does not say stays inside. Every key: docs/reference/publication.md
title = "Attacks on communities of faith"
audience = "public"
formats = ["csv", "geojson"]
kinds = ["incident"]
communities = "keep"
embargo_days = 14

[admit]
reviews = ["accepted", "corrected"]
evidence = "weak"

[names]
person = "redact"
group = "known"
state = "keep"

[places]
finest = "admin1"
population_floor = 10000

[dates]
finest = "month"

[small_cells]
k = 3
"""


@dataclass(frozen=True, slots=True)
class PublishPage:
    """A profile in the making, the report of what it would let leave, and what is wrong with it."""

    profile: str
    report: str = ""
    wrong: str = ""


@router.get("/publish")
def publish_page(request: Request) -> Response:
    """Show a profile to begin with."""
    return show(request, "publish.html", PublishPage(FIRST_PROFILE), title="Publish")


@router.post("/publish")
def publish(
    request: Request, profile: Annotated[str, Form()], does: Annotated[str, Form()] = "check", signed: Annotated[str, Form()] = ""
) -> Response:
    """Show the report of what a profile would let leave; or, signed, return the release as an archive. Both names stand in the audit."""
    ledger: Ledger = request.app.state.ledger
    try:
        release = _release(request, ledger, profile)
        if does == "build":
            return _archive(ledger, release, [name for name in signed.split(",") if name.strip()], who=request.state.user.name)
    except TocsinError as error:
        return show(request, "publish.html", PublishPage(profile, wrong=str(error)), title="Publish", status=400)
    return show(request, "publish.html", PublishPage(profile, report_text(release.report)), title="Publish")


def _release(request: Request, ledger: Ledger, profile: str) -> Release:
    """Return the release of a profile. An earlier release is compared with on the command line only: pages name no folders of the server."""
    wanted = replace(read_profile(profile.encode(), "the profile"), previous=None)
    with ledger.reading() as connection:
        return build(connection, wanted, today=today_of(request))


def _archive(ledger: Ledger, release: Release, signed: list[str], *, who: str) -> Response:
    content: Any = pack(ledger, release, signed, who=who)
    headers = {"Content-Disposition": f'attachment; filename="release-{release.manifest_sha256[:12]}.zip"'}
    return Response(content, media_type="application/zip", headers=headers)
