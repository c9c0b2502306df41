"""Draw the terminal picture of the README: `python docs/picture.py` writes docs/terminal.svg from examples/srilanka-easter.txt."""

from __future__ import annotations

import io
from pathlib import Path

from rich.console import Console

from tocsin.articles.read import InputOptions, read_articles
from tocsin.cli.render import Screen
from tocsin.model.text import Article
from tocsin.pipeline import Reader
from tocsin.sentences.parse import SpacyModel, parse_article

HERE = Path(__file__).parent


def main() -> None:
    """Read one example and save what the terminal shows."""
    console = Console(record=True, width=110, highlight=False, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    article = next(iter(read_articles([str(HERE.parent / "examples" / "philippines-marawi.txt")], InputOptions())))
    if isinstance(article, Article):
        Screen(console).show(Reader().read(article, parse_article(article, SpacyModel())))
    console.save_svg(str(HERE / "terminal.svg"), title="tocsin read examples/philippines-marawi.txt")


if __name__ == "__main__":
    main()
