"""The group `tocsin ledger` with its commands."""

from __future__ import annotations

import typer

from tocsin.cli.ledger import decisions, lists, stories, upkeep

app = typer.Typer(
    name="ledger", no_args_is_help=True, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False,
    help="Ask the ledger what happened, who says so and what changed; decide, undo, check, copy and move it.",
)  # fmt: skip


def _kept_whole(text: str) -> str:
    """Return a help text whose examples are not wrapped, so that they can be copied."""
    return text.replace("\n\n  tocsin", "\n\n\b\n  tocsin")


app.command("incidents", help=_kept_whole(lists.INCIDENTS_HELP))(lists.incidents)
app.command("people", help=_kept_whole(lists.PEOPLE_HELP))(lists.people)
app.command("groups", help=_kept_whole(lists.GROUPS_HELP))(lists.groups)
app.command("relations", help=_kept_whole(lists.RELATIONS_HELP))(lists.relations)
app.command("cases", help=_kept_whole(lists.CASES_HELP))(lists.cases)
app.command("claims", help=_kept_whole(lists.CLAIMS_HELP))(lists.claims)
app.command("articles", help=_kept_whole(lists.ARTICLES_HELP))(lists.articles)
app.command("show", help=_kept_whole(stories.SHOW_HELP), no_args_is_help=True)(stories.show)
app.command("timeline", help=_kept_whole(stories.TIMELINE_HELP))(stories.timeline)
app.command("counts", help=_kept_whole(stories.COUNTS_HELP))(stories.counts)
app.command("stats", help=_kept_whole(stories.STATS_HELP))(stories.stats)
app.command("changes", help=_kept_whole(stories.CHANGES_HELP))(stories.changes)
for _verb in (
    "accept",
    "reject",
    "correct",
    "grade",
    "merge",
    "split",
    "same",
    "different",
    "link",
    "close",
    "reopen",
    "note",
    "redact",
    "seal",
    "unseal",
    "undo",
):
    app.command(_verb, help=_kept_whole(decisions.HELP[_verb]), no_args_is_help=True)(getattr(decisions, _verb))
app.command("export", help=_kept_whole(upkeep.EXPORT_HELP))(upkeep.export)
app.command("import", help=_kept_whole(upkeep.IMPORT_HELP), no_args_is_help=True)(upkeep.import_)
app.command("verify", help=_kept_whole(upkeep.VERIFY_HELP))(upkeep.verify)
app.command("head", help=_kept_whole(upkeep.HEAD_HELP))(upkeep.head)
app.command("audit", help=_kept_whole(upkeep.AUDIT_HELP))(upkeep.audit)
app.command("backup", help=_kept_whole(upkeep.BACKUP_HELP), no_args_is_help=True)(upkeep.backup)
app.command("rebuild", help=_kept_whole(upkeep.REBUILD_HELP))(upkeep.rebuild)
app.command("upgrade", help=_kept_whole(upkeep.UPGRADE_HELP))(upkeep.upgrade)
