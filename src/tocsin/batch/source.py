"""The articles of a shard."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from tocsin.articles.jsonl import read_numbered_lines
from tocsin.articles.options import InputOptions
from tocsin.articles.read import read_articles
from tocsin.batch.plan import Shard, Slice
from tocsin.model.text import Article
from tocsin.model.unreadable import Unreadable

_COLUMNS = ("id", "text", "title", "published", "outlet", "uri", "language")


def articles_of(shard: Shard, options: InputOptions) -> Iterator[Article | Unreadable]:
    """Yield the articles of a shard, in order; what cannot be read is named and the rest goes on."""
    for part in shard.slices:
        if part.kind == "file":
            yield from read_articles([part.path], options)
        elif part.kind == "lines":
            yield from read_numbered_lines(part.path, _lines(part), options)
        else:
            yield from _rows(part, options)


def _lines(part: Slice) -> Iterator[tuple[int, bytes]]:
    """Yield number and bytes of each line of a slice that is not blank."""
    with Path(part.path).open("rb") as stream:
        stream.seek(part.start)
        left, number = part.end - part.start, part.first
        while left > 0:
            line = stream.readline(left)
            if not line:
                return
            if line.strip():
                yield number, line
            left -= len(line)
            number += 1


def _rows(part: Slice, options: InputOptions) -> Iterator[Article | Unreadable]:
    """Yield the articles of rows of a Parquet file, read as JSON Lines are: a row is one article, unknown columns are passed over."""
    try:
        rows = _table_rows(part)
    except (OSError, ValueError) as error:
        yield Unreadable(part.path, "broken-parquet", f"It cannot be read as Parquet: {error}.")
        return
    lines = ((part.first + n, json.dumps(row, ensure_ascii=True, sort_keys=True).encode()) for n, row in enumerate(rows))
    yield from read_numbered_lines(part.path, lines, options)


def _table_rows(part: Slice) -> list[dict[str, Any]]:
    """Return rows of a Parquet file as objects.

    Raises:
        ValueError: there is no column `text`.
    """
    import pyarrow.parquet as pq

    file = pq.ParquetFile(part.path)
    names = [name for name in _COLUMNS if name in file.schema_arrow.names]
    if "text" not in names:
        raise ValueError('it has no column "text"')
    table = file.read(columns=names).slice(part.start, part.end - part.start)
    return [{name: _plain(value) for name, value in row.items() if value is not None} for row in table.to_pylist()]


def _plain(value: Any) -> Any:
    return value.isoformat()[:10] if isinstance(value, date | datetime) else value
