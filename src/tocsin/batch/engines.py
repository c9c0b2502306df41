"""Who does the work: processes of this machine, or a Ray cluster. Both run the same worker on the same shards."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

from tocsin.batch.plan import Shard, Slice
from tocsin.batch.worker import Settings, Worker
from tocsin.errors import MissingPartError, TocsinError

Row = dict[str, Any]
Engine = Callable[[Sequence[Shard], Path, Settings, int], Iterator[Row]]

MOST_DEATHS = 5
"""How often workers may be killed in one run before it gives up: more than that is no accident."""

_worker: Worker | None = None


def run_local(shards: Sequence[Shard], out: Path, settings: Settings, workers: int) -> Iterator[Row]:
    """Yield the outcome of each shard as it is done, by processes of this machine.

    The model is loaded before the processes are forked, so that they share its memory. One worker needs no process. When a worker is
    killed (out of memory, say), its shard is read again by a new one.

    Raises:
        TocsinError: workers were killed too often.
    """
    _load(settings)
    if workers == 1:
        for shard in shards:
            yield _read(shard, str(out))
        return
    left = {shard.number: shard for shard in shards}
    for _ in range(MOST_DEATHS + 1):
        try:
            with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("fork")) as pool:
                waiting = {pool.submit(_read, shard, str(out)): shard.number for shard in left.values()}
                for done in as_completed(waiting):
                    row = done.result()
                    del left[waiting[done]]
                    yield row
        except BrokenProcessPool:
            continue
        return
    raise TocsinError(f"Workers were killed {MOST_DEATHS + 1} times. Is there enough memory? Use fewer --workers; the run goes on where it was.")


def _load(settings: Settings) -> None:
    global _worker  # noqa: PLW0603 forked processes find it here: that is how they share it
    if _worker is None or _worker.settings != settings:
        _worker = Worker(settings)


def _read(shard: Shard, out: str) -> Row:
    if _worker is None:
        msg = "a worker was started without its knowledge"
        raise RuntimeError(msg)
    return _worker.read(shard, Path(out))


class RayWorker:
    """A worker in an actor of Ray Data: loaded once, and fed with shards."""

    def __init__(self, out: str, settings: Settings) -> None:
        """Load what is needed."""
        self.out = Path(out)
        self.worker = Worker(settings)

    def __call__(self, row: Row) -> Row:
        """Read one shard."""
        import json

        shard = Shard(int(row["number"]), tuple(Slice(*part) for part in json.loads(row["slices"])))
        return {"done": json.dumps(self.worker.read(shard, self.out))}


def run_ray(shards: Sequence[Shard], out: Path, settings: Settings, workers: int) -> Iterator[Row]:
    """Yield the outcome of each shard as it is done, by actors of a Ray cluster (of this machine, when none is running).

    All nodes must see the inputs and the output folder under the same path. A worker or node that dies is replaced, and its shard read again.

    Raises:
        MissingPartError: Ray is not installed.
    """
    import json

    try:
        import ray
        import ray.data
    except ModuleNotFoundError as error:
        raise MissingPartError("Ray", "pip install 'tocsin[ray]'") from error
    if not ray.is_initialized():
        ray.init(num_cpus=workers, include_dashboard=False, log_to_driver=False, configure_logging=False)
    ray.data.DataContext.get_current().enable_progress_bars = False
    rows = [{"number": shard.number, "slices": json.dumps([[part.kind, part.path, part.start, part.end, part.first] for part in shard.slices])}
            for shard in shards]  # fmt: skip
    data = ray.data.from_items(rows, override_num_blocks=max(1, len(rows)))
    done = data.map(
        RayWorker,  # type: ignore[arg-type] # Ray takes a class here; its types do not say so
        fn_constructor_args=(str(out.absolute()), settings),
        compute=ray.data.ActorPoolStrategy(size=workers),
        num_cpus=1,
        max_restarts=MOST_DEATHS,
        max_task_retries=MOST_DEATHS,
    )
    for row in done.iter_rows():
        yield json.loads(row["done"])


ENGINES: dict[str, Engine] = {"local": run_local, "ray": run_ray}
