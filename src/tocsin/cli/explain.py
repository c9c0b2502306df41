"""`tocsin explain`: why a value is what it is."""

from __future__ import annotations

from typing import Annotated

import typer

from tocsin.errors import InputError, UsageError

HELP = """Say step by step why a claim's values are what they are.

Examples:

  tocsin explain story.txt                 (lists the claims)

  tocsin explain story.txt --claim c7
"""


def explain(
    file: Annotated[str, typer.Argument(metavar="FILE", help="One article; - is standard input.")],
    *,
    claim: Annotated[str | None, typer.Option(help="Id of the claim, as `tocsin read --json` prints it.")] = None,
    published: Annotated[str | None, typer.Option(help="Publication day, YYYY-MM-DD.")] = None,
    outlet: Annotated[str | None, typer.Option(help="Name of the outlet.")] = None,
) -> None:
    """Say step by step why a claim's values are what they are."""
    from tocsin.articles.read import InputOptions, read_articles
    from tocsin.cli.read import parse_day
    from tocsin.cli.render import Screen
    from tocsin.explain import explain_claim
    from tocsin.model.text import Article
    from tocsin.pipeline import Reader
    from tocsin.sentences.parse import SpacyModel, parse_article

    item = next(iter(read_articles([file], InputOptions(published=parse_day(published), outlet=outlet))), None)
    if item is None:
        msg = f"{file} holds no article."
        raise UsageError(msg)
    if not isinstance(item, Article):
        raise InputError(item.code, f"{item.ref}: {item.message}")
    work = Reader().work(item, parse_article(item, SpacyModel()))
    screen = Screen()
    if claim is None:
        screen.list_claims(work.article, work.grouped.claims)
    else:
        screen.show_steps(claim, explain_claim(work, claim))
