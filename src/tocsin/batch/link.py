"""Incidents across the articles of a batch: what the linker makes of the items in its tables."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from tocsin.batch.tables import parse_item
from tocsin.errors import UsageError
from tocsin.linking.items import Item, item_from_row
from tocsin.linking.link import link_items

Row = dict[str, Any]


def link_batch(out: Path) -> int:
    """Write `lines.parquet` beside the tables of a batch: line, article, incident; return how many lines there are.

    Raises:
        UsageError: the folder holds no finished run with Parquet tables.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    shards = sorted((out / "incidents").glob("*.parquet"))
    if not (out / "manifest.json").is_file():
        raise UsageError(f"{out} holds no finished run. Run tocsin batch first, with --format parquet.")
    items: dict[tuple[str, str], Item] = {}
    for path in shards:
        for text in pq.read_table(path, columns=["item_json"]).column("item_json").to_pylist():
            item = item_from_row(parse_item(text))
            items.setdefault(item.key, item)
    rows: list[Row] = []
    groups = link_items([items[key] for key in sorted(items)])
    for group in sorted(sorted(group) for group in groups):
        line = "x" + hashlib.sha256(repr(group).encode()).hexdigest()[:16]
        rows += [{"line": line, "article": article, "incident": items[article, local].incident, "members": len(group)} for article, local in group]
    schema = pa.schema([("line", pa.string()), ("article", pa.string()), ("incident", pa.string()), ("members", pa.int32())])
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), out / "lines.parquet", compression="zstd")
    return len(groups)
