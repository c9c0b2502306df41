"""The group `tocsin ledger` with its commands."""

from __future__ import annotations

import typer

from tocsin.cli.ledger import decisions, lists, stories, upkeep

app = typer.Typer(
    name="ledger", no_args_is_help=True, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False,
    help="Ask the ledger what happened, who says so and what changed; decide, undo, check, copy and move it.",
)  # fmt: skip
app.command("incidents", help=lists.INCIDENTS_HELP)(lists.incidents)
app.command("people", help=lists.PEOPLE_HELP)(lists.people)
app.command("groups", help=lists.GROUPS_HELP)(lists.groups)
app.command("relations", help=lists.RELATIONS_HELP)(lists.relations)
app.command("cases", help=lists.CASES_HELP)(lists.cases)
app.command("claims", help=lists.CLAIMS_HELP)(lists.claims)
app.command("articles", help=lists.ARTICLES_HELP)(lists.articles)
app.command("show", help=stories.SHOW_HELP, no_args_is_help=True)(stories.show)
app.command("timeline", help=stories.TIMELINE_HELP)(stories.timeline)
app.command("counts", help=stories.COUNTS_HELP)(stories.counts)
app.command("stats", help=stories.STATS_HELP)(stories.stats)
app.command("changes", help=stories.CHANGES_HELP)(stories.changes)
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
    app.command(_verb, help=decisions.HELP[_verb], no_args_is_help=True)(getattr(decisions, _verb))
app.command("export", help=upkeep.EXPORT_HELP)(upkeep.export)
app.command("import", help=upkeep.IMPORT_HELP, no_args_is_help=True)(upkeep.import_)
app.command("verify", help=upkeep.VERIFY_HELP)(upkeep.verify)
app.command("head")(upkeep.head)
app.command("audit")(upkeep.audit)
app.command("backup", help=upkeep.BACKUP_HELP, no_args_is_help=True)(upkeep.backup)
app.command("rebuild")(upkeep.rebuild)
app.command("upgrade")(upkeep.upgrade)
