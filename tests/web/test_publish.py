"""A release from the workbench: checked, signed, packed, audited."""

from __future__ import annotations

import io
import re
import zipfile

PAGE = {"accept": "text/html"}
PROFILE = """title = "Attacks"
audience = "public"
formats = ["csv"]
kinds = ["incident"]

[admit]
reviews = ["unreviewed", "accepted", "corrected"]
evidence = "weak"

[small_cells]
k = 2
"""


def mark(client):
    return re.search(r'name="csrf" value="([^"]+)"', client.get("/export", headers=PAGE).text)[1]


def test_a_profile_is_checked_before_anything_leaves(local):
    assert "embargo_days" in local.get("/publish", headers=PAGE).text
    answer = local.post("/publish", data={"csrf": mark(local), "profile": PROFILE, "does": "check"}, headers=PAGE)
    assert answer.status_code == 200, answer.text
    assert "Build the release" in answer.text


def test_a_broken_profile_is_kept_and_explained(local):
    answer = local.post("/publish", data={"csrf": mark(local), "profile": "title = 3\nkey that I typed", "does": "check"}, headers=PAGE)
    assert answer.status_code == 400
    assert "key that I typed" in answer.text


def test_a_release_needs_a_name_and_is_audited(local):
    token = mark(local)
    assert local.post("/publish", data={"csrf": token, "profile": PROFILE, "does": "build", "signed": " "}, headers=PAGE).status_code == 400
    answer = local.post("/publish", data={"csrf": token, "profile": PROFILE, "does": "build", "signed": "Ada L."}, headers=PAGE)
    assert answer.headers["content-type"] == "application/zip"
    names = zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
    assert {"manifest.json", "do-no-harm.md", "README.md"} <= set(names)
    assert "publish" in local.get("/audit?verb=publish", headers=PAGE).text
