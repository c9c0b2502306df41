"""What a day of news costs: articles and tokens a second, memory and scaling, in one run on one machine.

python benchmarks/batch.py            # 600 articles of about 450 words, one in five relevant: some minutes on two cores
python benchmarks/batch.py 2000       # more
"""

from __future__ import annotations

import json
import platform
import resource
import subprocess
import sys
import tempfile
import time
from itertools import cycle
from pathlib import Path

from mix import OTHER, RELEVANT

from tocsin.sentences.parse import SpacyModel
from tocsin.sentences.split import split_passages

WORDS = 450
"""Words of an article, as a day of news has them on average."""
DAY = 250_000
"""English articles of a day."""


def article(paths: cycle[Path], number: int) -> dict[str, str]:
    """Return an article of about `WORDS` words: texts one after the other until there are enough."""
    words: list[str] = []
    while len(words) < WORDS:
        words += next(paths).read_text(encoding="utf-8").split()
    return {"id": f"x-{number}", "text": " ".join(words[:WORDS]), "published": "2019-06-01"}


def news(count: int, file: Path) -> None:
    """Write so many articles, every fifth of them relevant."""
    told, other = cycle(RELEVANT), cycle(OTHER)
    file.write_text("".join(json.dumps(article(told if n % 5 == 0 else other, n)) + "\n" for n in range(count)), encoding="utf-8")


def bare(file: Path) -> tuple[float, int]:
    """Return seconds and tokens of the bare pipeline over everything, in one process, model loaded."""
    nlp = SpacyModel()._nlp  # noqa: SLF001 - the alternative that the benchmark compares with
    texts = [json.loads(line)["text"] for line in file.open(encoding="utf-8")]
    passages = [text[a:b] for text in texts for a, b in split_passages(text)]
    start = time.perf_counter()
    tokens = sum(len(doc) for doc in nlp.pipe(passages, batch_size=64))
    return time.perf_counter() - start, tokens


def run(file: Path, *options: str) -> tuple[float, dict[str, int], float]:
    """Return seconds, counts and the largest memory (MB) of a process of one `tocsin batch`, with everything that starting it costs."""
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        command = [sys.executable, "-m", "tocsin", "batch", str(file), f"{folder}/out", "--shard", "50", *options]
        subprocess.run(command, check=True, capture_output=True)
        seconds = time.perf_counter() - start
        counts = json.loads(Path(folder, "out", "manifest.json").read_text(encoding="utf-8"))["counts"]
    return seconds, counts, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def main(count: int) -> None:
    """Print the table."""
    machine = f"{platform.machine()}, {platform.python_implementation()} {platform.python_version()}"
    print(f"{machine}, {count} articles of {WORDS} words, one in five relevant")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "news.jsonl")
        news(count, file)
        seconds, tokens = bare(file)
        print(f"bare spaCy over everything, 1 process:  {count / seconds:7.1f} articles/s  {tokens / seconds:8.0f} tokens/s")
        rates = {}
        for name, options in (("no gate, 1 worker", ("--no-gate", "--workers", "1")), ("gate, 1 worker", ("--workers", "1")),
                              ("gate, 2 workers", ("--workers", "2")), ("gate, 2 workers, ray", ("--workers", "2", "--engine", "ray"))):  # fmt: skip
            took, counts, memory = run(file, *options)
            rates[name] = count / took
            print(f"tocsin batch, {name:22s} {rates[name]:7.1f} articles/s  {counts['tokens'] / took:8.0f} tokens/s parsed  "
                  f"{counts['claims']} claims  {memory:5.0f} MB a process  a day of {DAY:,}: {DAY / rates[name] / 3600:5.1f} h")
        one, two = rates["gate, 1 worker"], rates["gate, 2 workers"]
        print(f"scaling of two workers: {two / one / 2:.0%}; the gate: {one / rates['no gate, 1 worker']:.1f} x; "
              f"gated against bare spaCy: {one * seconds / count:.1f} x")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 600)
