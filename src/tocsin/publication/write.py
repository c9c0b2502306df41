"""Put a release into a folder, after people signed it, and into the audit chain."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tocsin.errors import InputError, UsageError
from tocsin.ledger.store import Ledger
from tocsin.publication.profile import Profile
from tocsin.publication.release import Release


def check_signed(profile: Profile, signed: Sequence[str]) -> None:
    """Check that enough people signed.

    Raises:
        UsageError: nobody did, or one person where the profile asks for two.
    """
    people = {" ".join(name.split()).casefold() for name in signed} - {""}
    if not people:
        raise UsageError("A release needs the name of who looked at its report and lets it go: --sign NAME. See the report with: --check")
    if profile.second and len(people) < 2:
        raise UsageError("The profile asks for two different people: --sign NAME --sign NAME")


def publish(ledger: Ledger, release: Release, folder: Path, signed: Sequence[str], *, who: str) -> str:
    """Write a release into a new folder and the act into the audit chain; return the hash of the act.

    The files are written beside the folder and renamed once the act is kept: there is never half a release, nor one without its act.

    Raises:
        UsageError: not signed, or the folder is there. InputError: it cannot be written. LedgerError
    """
    check_signed(release.profile, signed)
    if folder.exists():
        raise UsageError(f"{folder} is there already. A release is never written over another one: name a new folder (--out).")
    part = folder.with_name(folder.name + ".part")
    try:
        _write(part, release)
        act = ledger.note_act("publish", ("release", release.manifest_sha256), _detail(release, signed), who=who)
        part.rename(folder)
    except OSError as error:
        raise InputError("not-written", f"{folder} could not be written: {error.strerror}. Nothing was released.") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return act


def pack(ledger: Ledger, release: Release, signed: Sequence[str], *, who: str) -> bytes:
    """Return a release as a ZIP archive and write the act into the audit chain; equal releases give equal bytes.

    Raises:
        UsageError: not signed. LedgerError
    """
    check_signed(release.profile, signed)
    ledger.note_act("publish", ("release", release.manifest_sha256), _detail(release, signed), who=who)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in sorted(release.files):
            packed.writestr(zipfile.ZipInfo(name), release.files[name], zipfile.ZIP_DEFLATED)
    return archive.getvalue()


def _detail(release: Release, signed: Sequence[str]) -> dict[str, Any]:
    """Return what the audit keeps of a release."""
    return {"profile": release.profile.sha256, "manifest": release.manifest_sha256, "audience": release.profile.audience, "signed": list(signed),
            "counts": dict(release.counts)}  # fmt: skip


def _write(part: Path, release: Release) -> None:
    """Write all files into an empty folder."""
    shutil.rmtree(part, ignore_errors=True)
    for name, content in release.files.items():
        path = part / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
