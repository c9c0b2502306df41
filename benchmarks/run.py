"""Speed and memory, as ratios of one run on one machine.

python benchmarks/run.py               # all, about three minutes on two cores
python benchmarks/run.py cost gate     # some: cost, gate, memory, start
"""

from __future__ import annotations

import json
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from mix import RELEVANT, natural_mix, relevant

from tocsin.gate.decide import load_gate
from tocsin.model.text import Article
from tocsin.pipeline import Reader, reading_dict
from tocsin.sentences.parse import SpacyModel, parse_articles
from tocsin.sentences.split import split_passages


def seconds(work: Callable[[], object]) -> float:
    """Return the wall time of a call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def read_all(articles: Iterable[Article], reader: Reader, model: SpacyModel) -> int:
    """Read articles to their JSON form; return the number of claims."""
    return sum(len(reading_dict(reader.read(article, sents))["claims"]) for article, sents in parse_articles(articles, model))


def cost() -> None:
    """Reading against the bare spaCy pipeline over the same relevant articles."""
    model, reader = SpacyModel(), Reader()
    articles = list(relevant(70))
    passages = [article.text[a:b] for article in articles for a, b in split_passages(article.text)]
    nlp = model._nlp  # noqa: SLF001 - the benchmark compares with the pipeline inside
    read_all(articles[:7], reader, model)
    ratios = []
    for _ in range(3):
        bare = seconds(lambda: [len(doc) for doc in nlp.pipe(passages, batch_size=64)])
        full = seconds(lambda: read_all(articles, reader, model))
        ratios.append(full / bare)
    print(f"cost    reading / bare spaCy, {len(articles)} relevant articles: {sorted(ratios)[1]:.2f} (runs: {', '.join(f'{r:.2f}' for r in ratios)})")


def gate() -> None:
    """Parsing everything against the gate, one article in five relevant, and the claims that the gate keeps."""
    model, reader, gate_ = SpacyModel(), Reader(), load_gate()
    articles = list(natural_mix(200))
    claims: dict[str, int] = {}
    open_time = seconds(lambda: claims.update(open=read_all(articles, reader, model)))
    gated_time = seconds(lambda: claims.update(gated=read_all((a for a in articles if gate_.lets_in(a)), reader, model)))
    kept = claims["gated"] / claims["open"] if claims["open"] else 0.0
    print(f"gate    everything / gated, {len(articles)} articles, 1 in 5 relevant: {open_time / gated_time:.2f} x; claims kept {kept:.1%}"
          f" ({claims['gated']} of {claims['open']})")


def peak_mb(count: int) -> float:
    """Return the peak memory of a process that reads `count` articles."""
    lines = "".join(json.dumps({"id": a.ref, "text": a.text, "published": "2019-06-01"}) + "\n" for a in natural_mix(count))
    code = """
import resource, sys
from tocsin.cli.app import main
sys.argv[1:] = ["read", "--format", "jsonl", "--json", "-"]
try:
    main()
finally:
    sys.stderr.write(f"\\nPEAK {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}")
"""
    done = subprocess.run([sys.executable, "-c", code], input=lines, text=True, capture_output=True, check=False)
    return int(done.stderr.rsplit("PEAK ", 1)[1]) / 1024


def memory() -> None:
    """Peak memory for few and for many articles."""
    few, many = peak_mb(10), peak_mb(2000)
    print(f"memory  10 articles {few:.0f} MB, 2,000 articles {many:.0f} MB: {many / few:.2f} x")


def start() -> None:
    """Cold commands with warm caches."""
    tocsin = [sys.executable, "-m", "tocsin"]
    one = min(seconds(lambda: subprocess.run([*tocsin, "read", "--json", str(RELEVANT[0])], capture_output=True, check=True)) for _ in range(3))
    usage = min(seconds(lambda: subprocess.run([*tocsin, "--help"], capture_output=True, check=True)) for _ in range(3))
    print(f"start   tocsin read on one short article {one:.2f} s; tocsin --help {usage:.2f} s")


ALL = {"cost": cost, "gate": gate, "memory": memory, "start": start}

if __name__ == "__main__":
    print(f"{platform.machine()}, {platform.python_implementation()} {platform.python_version()}, {Path(__file__).name}")
    for name in sys.argv[1:] or ALL:
        ALL[name]()
