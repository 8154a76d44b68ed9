"""`python -m eval retrieval-set`: the product's search on a set of passages that others have judged.

Each passage becomes a document of its own in a temporary library, taken in and searched as any other: cut, folded, embedded,
with all the product does to a question; only what a reader is shown of each hit is not made. A passage counts where its first
hit stands; further hits of it count nothing. So R@100 is what one hundred hits hold, fewer passages than that where passages
were cut.
"""

from __future__ import annotations

import argparse
import logging
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from eval.aggregate import plain_figures
from eval.library import written
from eval.memory import peak_memory
from eval.metrics.retrieval import measure
from eval.provenance import provenance
from eval.report.json import save
from eval.report.reading import quantile
from eval.sets import RetrievalSet, load_retrieval_set
from eval.targets import HomeTarget, folder_targets
from eval.types import Item, Report, Row
from eval.variants import Variant, variants
from index.errors import YoujuError
from index.types import Progress
from rag.settings import Settings

HITS = 100

Found = tuple[list[tuple[str, float]], float]
"""(passage key, score falling from place to place), and seconds."""

_log = logging.getLogger("youju.eval")


def evaluate_retrieval(data: RetrievalSet, chosen: Sequence[Variant], base: Settings, progress: Progress) -> Report:
    """Raises ConfigurationError, UnknownModel."""
    keys = {f"p{position:07}.txt": key for position, (key, _) in enumerate(data.passages)}
    documents = list(zip(keys, (text for _, text in data.passages), strict=True))
    items = tuple(Item(query, "fact", text) for query, text in data.queries)
    rows: list[Row] = []
    with written(documents) as folder, peak_memory() as peak, folder_targets([folder], chosen, base, progress) as (targets, costs):
        timings = list(costs)
        made = provenance(data.name, data.sha256, targets)
        for target in targets:
            started = time.perf_counter()
            found = dict(_search_all(target, items, keys, progress))
            seconds = time.perf_counter() - started
            timings += [(f"{target.name}:{name}", value) for name, value in (*_costs(found.values()), ("run_seconds", seconds))]
            values = measure(data.judgements, {query: ranking for query, (ranking, _) in found.items()})
            rows += [Row(query, target.name, each) for query, each in values.items()]
    timings.append(("peak_mib", peak.mib))
    return Report(made, items, (), tuple(rows), plain_figures(rows, list(data.judgements)), tuple(timings))


def _search_all(target: HomeTarget, items: Sequence[Item], keys: dict[str, str], progress: Progress) -> Iterator[tuple[str, Found]]:
    progress(target.name, 0, len(items))
    for done, item in enumerate(items, 1):
        yield item.id, _search(target, item, keys)
        progress(target.name, done, len(items))


def _search(target: HomeTarget, item: Item, keys: dict[str, str]) -> Found:
    """A query that fails found nothing."""
    try:
        names, seconds = target.rank(item, HITS)
    except YoujuError as failure:
        _log.warning("%s, %s: %s", target.name, item.id, failure.message)
        return [], 0.0
    return [(keys[name], -float(place)) for place, name in enumerate(dict.fromkeys(names))], seconds


def _costs(found: Iterable[Found]) -> Iterator[tuple[str, float]]:
    ascending = sorted(seconds for _, seconds in found)
    if ascending:
        yield "rank_p50_seconds", quantile(ascending, 0.5)
        yield "rank_p95_seconds", quantile(ascending, 0.95)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", type=Path, metavar="检索集", help="BEIR 文件夹，或 .json[.gz]")
    parser.add_argument("--variants", default="bm25,dense,hybrid", metavar="方案", help="逗号分隔：bm25、dense、hybrid，可加 @向量模型")
    parser.add_argument("--out", type=Path, metavar="文件", help="写入的报告（JSON）")


def run_command(options: argparse.Namespace) -> int:
    """Returns 0. Raises YoujuError."""
    from rich.console import Console  # noqa: PLC0415

    from eval.report.tables import tables  # noqa: PLC0415
    from rag.progress import progress_bar  # noqa: PLC0415

    data = load_retrieval_set(options.path)
    with progress_bar() as progress:
        report = evaluate_retrieval(data, variants(options.variants), Settings(), progress)
    if options.out:
        save(report, options.out)
    Console().print(tables(report))
    return 0
